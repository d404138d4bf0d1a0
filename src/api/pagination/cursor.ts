import type { z } from '@hono/zod-openapi';
import { invalidField } from '../errors/api-error.ts';

/** A place in a list, opaque for clients: base64url of JSON. */
export function encodeCursor(position: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The place a cursor names; one that this list did not give is a 400. */
export function decodeCursor<Position>(
  cursor: string,
  position: z.ZodType<Position>,
  where: 'query' | 'body' = 'query',
): Position {
  const { data, success } = position.safeParse(readJson(cursor));
  if (!success) {
    throw invalidField(
      where,
      'cursor',
      'unknown_cursor',
      where === 'query'
        ? 'is none that this list gave with these filters. Start again without it and follow pagination.nextCursor'
        : 'is none that a step before gave. Start again without it and follow nextCursor',
    );
  }
  return data;
}

function readJson(cursor: string): unknown {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0))),
    );
  } catch {
    return undefined;
  }
}

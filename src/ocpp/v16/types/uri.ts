import * as z from 'zod';

import { lazy } from '../../lazy.ts';

/** An absolute URI (RFC 3986), as `location` of a file transfer. */
export const uri = lazy(() => {
  const pattern = absoluteUri();
  return z
    .string()
    .check((ctx) => {
      if (!pattern.test(ctx.value)) {
        ctx.issues.push({ code: 'invalid_format', format: 'url', input: ctx.value });
      }
    })
    .meta({ format: 'uri' });
});

/**
 * The grammar of RFC 3986 appendix A, with two habits of the usual JSON Schema validators: something must follow
 * the scheme, and one slash may introduce an authority as two do.
 */
function absoluteUri(): RegExp {
  const escaped = '%[0-9a-f]{2}';
  const plain = "a-z0-9\\-._~!$&'()*+,;=";
  const segmentCharacter = `(?:[${plain}:@]|${escaped})`;
  const furtherSegments = `(?:\\/${segmentCharacter}*)*`;

  const userInfo = `(?:(?:[${plain}:]|${escaped})*@)?`;
  const futureAddress = `v[0-9a-f]+\\.[${plain}:]+`;
  const host = `(?:\\[(?:${ipv6Address()}|${futureAddress})\\]|(?:[${plain}]|${escaped})*)`;
  const withAuthority = `\\/?\\/${userInfo}${host}(?::\\d*)?${furtherSegments}`;

  const rootless = `${segmentCharacter}+${furtherSegments}`;
  const path = `(?:${withAuthority}|\\/(?:${rootless})?|${rootless})`;
  const query = `(?:[${plain}:@\\/?]|${escaped})*`;
  return new RegExp(`^[a-z][a-z0-9+\\-.]*:${path}(?:\\?${query})?(?:#${query})?$`, 'i');
}

function ipv6Address(): string {
  const group = '[0-9a-f]{1,4}';
  const byte = '(?:25[0-5]|2[0-4]\\d|[01]?\\d{1,2})';
  const lastTwo = `(?:${group}:${group}|(?:${byte}\\.){3}${byte})`;
  // "::" stands for at least one group of zeros: the fewer groups follow it, the more may lead.
  const shortened = [5, 4, 3, 2, 1, 0].map((following) => {
    const mostLeading = 5 - following;
    const leading = mostLeading === 0 ? '' : `(?:(?:${group}:){0,${mostLeading - 1}}${group})?`;
    return `${leading}::(?:${group}:){${following}}${lastTwo}`;
  });
  return [
    `(?:${group}:){6}${lastTwo}`,
    ...shortened,
    `(?:(?:${group}:){0,5}${group})?::${group}`,
    `(?:(?:${group}:){0,6}${group})?::`,
  ].join('|');
}

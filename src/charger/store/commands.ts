import * as z from 'zod';
import { Command, isUnderway } from '../../domain/command.ts';
import { rememberingReader } from './json-row.ts';

const readCommands = rememberingReader(Command);

export function readCommand(sql: SqlStorage, commandId: string): Command | null {
  return readCommands(sql, 'SELECT data FROM commands WHERE command_id = ?', commandId)[0] ?? null;
}

/** Those waiting to be sent, for an answer, or for what has to follow; oldest first, since ids sort by time. */
export function readOpenCommands(sql: SqlStorage): Command[] {
  return readCommands(sql, 'SELECT data FROM commands WHERE is_open = 1 ORDER BY command_id');
}

/** As many finished ones as a late StartTransaction may still belong to. */
const LINKABLE = 20;

/** The open ones and the latest of the others, oldest first: what a start may belong to. */
export function readLinkableCommands(sql: SqlStorage): Command[] {
  return readCommands(
    sql,
    `SELECT data FROM (
       SELECT command_id, data FROM commands WHERE is_open = 1
       UNION SELECT * FROM (SELECT command_id, data FROM commands ORDER BY command_id DESC LIMIT ?)
     ) ORDER BY command_id`,
    LINKABLE,
  );
}

export function writeCommand(sql: SqlStorage, command: Command): void {
  const isOpen = isUnderway(command) || command.outcome?.state === 'pending';
  sql.exec(
    `INSERT INTO commands (command_id, is_open, data) VALUES (?, ?, ?)
     ON CONFLICT (command_id) DO UPDATE SET is_open = excluded.is_open, data = excluded.data`,
    command.commandId,
    isOpen ? 1 : 0,
    JSON.stringify(command),
  );
}

/** Newest first. */
export function readRecentCommands(sql: SqlStorage, limit: number): Command[] {
  return readCommands(sql, 'SELECT data FROM commands ORDER BY command_id DESC LIMIT ?', limit);
}

const CommandId = z.object({ command_id: z.string() });

/** The ids behind one, oldest first. */
export function readCommandIds(sql: SqlStorage, after: string, limit: number): string[] {
  const query = 'SELECT command_id FROM commands WHERE command_id > ? ORDER BY command_id LIMIT ?';
  return sql
    .exec(query, after, limit)
    .toArray()
    .map((row) => CommandId.parse(row).command_id);
}

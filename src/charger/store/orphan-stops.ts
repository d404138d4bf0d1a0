/** A StopTransaction that fitted no transaction, as it came: the money in it is not lost. */
export function addOrphanStop(sql: SqlStorage, stop: { receivedAt: number; payload: unknown }): void {
  sql.exec('INSERT INTO orphan_stops (data) VALUES (?)', JSON.stringify(stop));
}

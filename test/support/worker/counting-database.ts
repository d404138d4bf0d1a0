/** The database, counting what it bills: rows read and rows written, index rows included; and by which statement. */
export function countingDatabase(database: D1Database) {
  const statements: Record<string, number> = {};
  const counts = { rowsRead: 0, rowsWritten: 0, statements };
  const note = ({ meta }: D1Result, sql: string) => {
    counts.rowsRead += meta.rows_read;
    counts.rowsWritten += meta.rows_written;
    if (meta.rows_written === 0) return;
    const name = sql.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
    statements[name] = (statements[name] ?? 0) + meta.rows_written;
  };
  const counted = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const sqlOf = new WeakMap<D1PreparedStatement, string>();
  const count = (statement: D1PreparedStatement, sql: string): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get: (target, property) => {
        if (property === 'bind') return (...values: unknown[]) => count(target.bind(...values), sql);
        if (property === 'all') {
          return async () => {
            const result = await target.all();
            note(result, sql);
            return result;
          };
        }
        return Reflect.get(target, property);
      },
    });
    counted.set(proxy, statement);
    sqlOf.set(proxy, sql);
    return proxy;
  };
  const db = new Proxy(database, {
    get: (target, property) => {
      if (property === 'prepare') return (sql: string) => count(target.prepare(sql), sql);
      if (property === 'batch') {
        return async (asked: D1PreparedStatement[]) => {
          const results = await target.batch(asked.map((statement) => counted.get(statement) ?? statement));
          results.forEach((result, index) => {
            const statement = asked[index];
            note(result, (statement && sqlOf.get(statement)) ?? '');
          });
          return results;
        };
      }
      return Reflect.get(target, property);
    },
  });
  return { db, counts };
}

/** The database, counting what it bills: rows read and rows written, index rows included. */
export function countingDatabase(database: D1Database) {
  const counts = { rowsRead: 0, rowsWritten: 0 };
  const note = ({ meta }: D1Result) => {
    counts.rowsRead += meta.rows_read;
    counts.rowsWritten += meta.rows_written;
  };
  const counted = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const count = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get: (target, property) => {
        if (property === 'bind') return (...values: unknown[]) => count(target.bind(...values));
        if (property === 'all') {
          return async () => {
            const result = await target.all();
            note(result);
            return result;
          };
        }
        return Reflect.get(target, property);
      },
    });
    counted.set(proxy, statement);
    return proxy;
  };
  const db = new Proxy(database, {
    get: (target, property) => {
      if (property === 'prepare') return (sql: string) => count(target.prepare(sql));
      if (property === 'batch') {
        return async (statements: D1PreparedStatement[]) => {
          const results = await target.batch(
            statements.map((statement) => counted.get(statement) ?? statement),
          );
          results.forEach(note);
          return results;
        };
      }
      return Reflect.get(target, property);
    },
  });
  return { db, counts };
}

interface Rows {
  rowsRead: number;
  rowsWritten: number;
}

/** What has been read and written since the start, rows of indexes included. */
interface Counts {
  /** In objects, by class. */
  objects: Record<string, { rowsWritten: number; alarms: number }>;
  /** What objects did in D1. */
  objectsInD1: Rows;
  /** What requests did in D1. */
  requestsInD1: Rows;
}

interface CountedEnv {
  DB?: D1Database;
}

type ObjectClass = new (ctx: DurableObjectState, env: CountedEnv) => object;

const counts: Counts = {
  objects: {},
  objectsInD1: { rowsRead: 0, rowsWritten: 0 },
  requestsInD1: { rowsRead: 0, rowsWritten: 0 },
};
const executed: { name: string; cursor: SqlStorageCursor<Record<string, SqlStorageValue>> }[] = [];
const classNames = new WeakMap<object, string>();
let isWatching = false;

/** The class of an object with all that its instances write counted under `name`. */
export function counted(name: string, Class: ObjectClass): ObjectClass {
  counts.objects[name] = { rowsWritten: 0, alarms: 0 };
  return class extends Class {
    constructor(ctx: DurableObjectState, env: CountedEnv) {
      watch(ctx.storage);
      classNames.set(ctx.storage, name);
      classNames.set(ctx.storage.sql, name);
      super(ctx, withCountedDatabase(env, counts.objectsInD1));
    }
  };
}

/** A worker whose answer at `/counts` is what has been counted so far. */
export function countedWorker(worker: {
  fetch: (request: Request, env: CountedEnv, context: ExecutionContext) => Response | Promise<Response>;
}) {
  let countedEnv: CountedEnv | undefined;
  return {
    fetch(request: Request, env: CountedEnv, context: ExecutionContext): Response | Promise<Response> {
      if (new URL(request.url).pathname === '/counts') return Response.json(total());
      countedEnv ??= withCountedDatabase(env, counts.requestsInD1);
      return worker.fetch(request, countedEnv, context);
    },
  };
}

/** Added late: the rows of a cursor count as it is consumed. */
function total(): Counts {
  for (const { name, cursor } of executed.splice(0)) {
    const count = counts.objects[name];
    if (count !== undefined) count.rowsWritten += cursor.rowsWritten;
  }
  return counts;
}

/** Watches the platform's own prototypes, so that nothing escapes. */
function watch(storage: DurableObjectStorage): void {
  if (isWatching) return;
  isWatching = true;
  const sqlPrototype = prototypeOf(storage.sql);
  const storagePrototype = prototypeOf(storage);
  // oxlint-disable-next-line typescript/unbound-method -- it is applied to what it is called on
  sqlPrototype.exec = new Proxy(sqlPrototype.exec, {
    apply(exec, sql: SqlStorage, parameters: [string, ...unknown[]]) {
      const cursor = Reflect.apply(exec, sql, parameters);
      executed.push({ name: classNames.get(sql) ?? '', cursor });
      return cursor;
    },
  });
  // oxlint-disable-next-line typescript/unbound-method -- it is applied to what it is called on
  storagePrototype.setAlarm = new Proxy(storagePrototype.setAlarm, {
    apply(setAlarm, target: DurableObjectStorage, parameters: [number]) {
      const count = counts.objects[classNames.get(target) ?? ''];
      if (count !== undefined) count.alarms += 1;
      return Reflect.apply(setAlarm, target, parameters);
    },
  });
}

function prototypeOf<Value extends object>(value: Value): Value {
  // oxlint-disable-next-line typescript/no-unsafe-return -- no type knows what a prototype is
  return Object.getPrototypeOf(value);
}

function withCountedDatabase(env: CountedEnv, rows: Rows): CountedEnv {
  return env.DB === undefined ? env : { ...env, DB: countedDatabase(env.DB, rows) };
}

function countedDatabase(database: D1Database, rows: Rows): D1Database {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const note = <Result extends D1Result>(result: Result): Result => {
    rows.rowsRead += result.meta.rows_read;
    rows.rowsWritten += result.meta.rows_written;
    return result;
  };
  const countedStatement = (statement: D1PreparedStatement): D1PreparedStatement => {
    const proxy = new Proxy(statement, {
      get(target, property) {
        if (property === 'bind') return (...values: unknown[]) => countedStatement(target.bind(...values));
        if (property === 'all') return async () => note(await target.all());
        const value: unknown = Reflect.get(target, property);
        return value;
      },
    });
    originals.set(proxy, statement);
    return proxy;
  };
  return new Proxy(database, {
    get(target, property) {
      if (property === 'prepare') return (sql: string) => countedStatement(target.prepare(sql));
      if (property === 'batch') {
        return async (statements: D1PreparedStatement[]) => {
          const results = await target.batch(
            statements.map((statement) => originals.get(statement) ?? statement),
          );
          return results.map(note);
        };
      }
      const value: unknown = Reflect.get(target, property);
      return value;
    },
  });
}

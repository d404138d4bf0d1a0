import * as fc from 'fast-check';

/** One change somewhere in a JSON value: a field dropped or added, a value of another type, length, form or size. */
export function mutated(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(valid, fc.nat(), change()).map(([value, where, how]) => {
    const places = placesIn(value, []);
    return mutateAt(value, places[where % places.length] ?? [], how);
  });
}

type Change =
  | { kind: 'drop' }
  | { kind: 'addField'; name: string; value: unknown }
  | { kind: 'replace'; value: unknown }
  | { kind: 'lengthen'; by: string };

function change(): fc.Arbitrary<Change> {
  return fc.oneof(
    fc.constant<Change>({ kind: 'drop' }),
    fc.record({
      kind: fc.constant('addField' as const),
      name: fc.constantFrom('extra', '__proto__', 'constructor', 'toString', ''),
      value: fc.constantFrom(null, 1, 'x', {}, []),
    }),
    fc.record({ kind: fc.constant('replace' as const), value: otherValue() }),
    fc.record({ kind: fc.constant('lengthen' as const), by: fc.constantFrom('x', '🚗', 'x'.repeat(25_000)) }),
  );
}

function otherValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom(null, true, {}, [], [[]], '', '12', 'Accepted', 12, 12.5, 0.3, 21.4, 21.45, -0, 1e300),
    fc.constantFrom(
      '2024-02-30T00:00:00Z',
      '2024-02-29T00:00:00',
      '2016-12-31T23:59:60Z',
      '2017-01-01T00:59:60+01:00',
      '2024-02-29T24:00:00Z',
      '2024-02-29T24:59:00+01:00',
      '2024-02-29T12:00:00.Z',
      '2024-02-29 12:00:00Z',
      '2024-02-29\u00a012:00:00Z',
      '2024-02-29T12:00:00+24:00',
      '2024-02-29T12:00Z',
      '2024-2-29T12:00:00Z',
      ' 2024-02-29T12:00:00Z',
    ),
    fc.constantFrom(
      'ftp://user:pass@host:21/dir/',
      'https://[2001:db8::1]:8443/a?b#c',
      'https://[::ffff:1.2.3.4]/',
      'https://[1::2::3]/',
      'https://[v1.x:y]/',
      'urn:a:b',
      'x:',
      'x:/',
      'x://',
      'x:/[::1]',
      'http://a b/',
      'http://a/%zz',
      'http://ä/',
      'http://a:b/',
      '/relative',
      'http:///a//b',
      'http://a?x=[1]',
      '1http://a',
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
}

type Path = (string | number)[];

function placesIn(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) {
    return [path, ...value.flatMap((element: unknown, index) => placesIn(element, [...path, index]))];
  }
  if (typeof value === 'object' && value !== null) {
    return [path, ...Object.entries(value).flatMap(([key, field]) => placesIn(field, [...path, key]))];
  }
  return [path];
}

function mutateAt(value: unknown, path: Path, how: Change): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    return apply(value, how);
  }
  if (rest.length === 0 && how.kind === 'drop') {
    return Array.isArray(value)
      ? value.filter((_, index) => index !== step)
      : Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => key !== step));
  }
  return Array.isArray(value)
    ? value.map((element: unknown, index) => (index === step ? mutateAt(element, rest, how) : element))
    : Object.fromEntries(
        Object.entries(value ?? {}).map(([key, field]) => [
          key,
          key === step ? mutateAt(field, rest, how) : field,
        ]),
      );
}

function apply(value: unknown, how: Change): unknown {
  switch (how.kind) {
    case 'drop':
      return {};
    case 'addField':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries([...Object.entries(value), [how.name, how.value]])
        : how.value;
    case 'replace':
      return how.value;
    case 'lengthen':
      return typeof value === 'string' ? value + how.by : how.by;
  }
}

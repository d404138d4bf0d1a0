import { defineConfig, type OxlintOverride } from 'oxlint';

type Rules = NonNullable<OxlintOverride['rules']>;

/** A room of src imports only from those before it: types too. */
const rooms = [
  'lib',
  'ocpp',
  'domain',
  'contracts',
  'env',
  'd1',
  'event-log',
  'charger',
  'bulk-command',
  'api',
  'worker',
] as const;
type Room = (typeof rooms)[number] | 'simulator';

const roomsWithoutCloudflare: readonly Room[] = [
  'lib',
  'ocpp',
  'domain',
  'contracts',
  'env',
  'd1',
  'simulator',
];

function filesOf(room: Room): string {
  return room === 'env' || room === 'worker' ? `src/${room}.ts` : `src/${room}/**`;
}

/** As they are written in an import. */
function importsOf(room: Room): string[] {
  return room === 'env' || room === 'worker'
    ? [`./${room}.ts`, `../**/${room}.ts`]
    : [`./${room}/**`, `../**/${room}/**`];
}

function importRule(room: Room, allowed: readonly Room[]): OxlintOverride {
  const forbidden = [...rooms, 'simulator' as const].filter(
    (other) => other !== room && !allowed.includes(other),
  );
  const patterns = [
    {
      group: forbidden.flatMap(importsOf),
      message: `${room} imports from ${allowed.length === 0 ? 'no other room' : allowed.join(', ')} only.`,
    },
  ];
  if (roomsWithoutCloudflare.includes(room)) {
    patterns.push({ group: ['cloudflare:*'], message: 'Only objects, API and worker know Cloudflare.' });
  }
  if (room !== 'simulator') patterns.push({ group: ['node:*'], message: 'The worker runs without Node.' });
  return { files: [filesOf(room)], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const timers = ['setTimeout', 'setInterval'] as const;
const noAccept = {
  property: 'accept',
  message: 'It keeps the object awake as long as the socket lives: ctx.acceptWebSocket lets it hibernate.',
};

/** Time, chance and the platform are handed in. */
const pureRules: Rules = {
  'no-restricted-globals': [
    'error',
    ...[...timers, 'fetch', 'crypto', 'performance', 'process', 'caches', 'globalThis', 'WebSocketPair'].map(
      (name) => ({
        name,
        message: 'Protocol and decisions are pure: what they need of the world is handed in.',
      }),
    ),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time is handed in.' },
    { object: 'Math', property: 'random', message: 'Chance is handed in.' },
    noAccept,
  ],
};

/** What keeps an object in memory, and on the bill. */
const objectRules: Rules = {
  'no-restricted-globals': [
    'error',
    ...timers.map((name) => ({ name, message: 'A timer keeps the object awake: use its alarm.' })),
  ],
  'no-restricted-properties': [
    'error',
    ...timers.map((property) => ({
      object: 'globalThis',
      property,
      message: 'A timer keeps the object awake.',
    })),
    noAccept,
  ],
};

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['node_modules/**', 'dist/**', '.wrangler/**'],
  rules: {
    'max-lines': ['error', { max: 300 }],
    eqeqeq: 'error',
    'no-fallthrough': 'error',
    'no-param-reassign': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-duplicates': 'error',
    'import/no-self-import': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
    'typescript/no-deprecated': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/only-throw-error': ['error', { allowThrowingUnknown: true }],
    'typescript/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
    'typescript/return-await': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'vitest/no-disabled-tests': 'error',
    'vitest/no-focused-tests': 'error',
    // expect(value, 'what it is about')
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'assert*', 'fc.assert'] }],
  },
  overrides: [
    ...rooms.map((room, index) => importRule(room, rooms.slice(0, index))),
    importRule('simulator', ['lib', 'ocpp']),
    { files: ['src/ocpp/**', 'src/domain/**'], rules: pureRules },
    { files: ['src/charger/**', 'src/event-log/**', 'src/bulk-command/**'], rules: objectRules },
    {
      // A promise that nobody waits for goes through waitUntil.
      files: rooms.map(filesOf),
      rules: { 'typescript/no-floating-promises': ['error', { ignoreVoid: false }] },
    },
    {
      // A test may take a method by itself, and what it compares comes as any: from matchers and from JSON.
      files: ['test/**'],
      rules: {
        'typescript/unbound-method': 'off',
        'typescript/no-base-to-string': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
        'typescript/no-unsafe-type-assertion': 'off',
      },
    },
  ],
});

import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { pageIdTags } from '../../../src/d1/id-tag-pages.ts';
import { importIdTags } from '../../../src/d1/id-tags.ts';
import { callApi, errorOf, newAccount, type TestAccount } from '../../support/worker/api-client.ts';
import { countingDatabase } from '../../support/worker/counting-database.ts';

const ID_TAGS = '/api/v1/id-tags';
const List = z.object({
  idTags: z.array(z.object({ idTag: z.string() })),
  pagination: z.object({ total: z.int().nullable(), nextCursor: z.string().nullable() }),
});

let account: TestAccount;

beforeEach(async () => {
  account = await newAccount();
});

async function namesOf(query: string) {
  const answer = await account.call('GET', `${ID_TAGS}?${query}`);
  expect(answer.status).toBe(200);
  const { idTags, pagination } = List.parse(answer.body);
  return { names: idTags.map(({ idTag }) => idTag), pagination };
}

describe('POST /id-tags', () => {
  test('registers a tag with defaults, and it may charge at once', async () => {
    expect(await account.call('POST', ID_TAGS, { idTag: 'abCD01' })).toMatchObject({
      status: 201,
      body: {
        idTag: 'abCD01',
        name: null,
        status: 'active',
        expiryDate: null,
        parentIdTag: null,
        maxActiveTransactions: null,
        chargeBoxIds: null,
      },
    });
    expect((await account.call('POST', '/api/v1/authorize', { idTag: 'ABcd01' })).body).toMatchObject({
      status: 'Accepted',
    });
  });

  test('keeps all that is given', async () => {
    const tag = {
      idTag: 'Full',
      name: 'Ada',
      status: 'blocked',
      expiryDate: '2999-01-01T00:00:00Z',
      parentIdTag: 'GRP',
      maxActiveTransactions: 2,
      chargeBoxIds: ['CP-1', 'cp/2'],
    };
    expect((await account.call('POST', ID_TAGS, tag)).body).toMatchObject(tag);
    expect((await account.call('GET', `${ID_TAGS}/full`)).body).toMatchObject(tag);
  });

  test('one that differs only in case is 409; another account has its own', async () => {
    await account.call('POST', ID_TAGS, { idTag: 'Same' });
    const refused = await account.call('POST', ID_TAGS, { idTag: 'sAME' });
    expect(refused.status).toBe(409);
    expect(errorOf(refused).code).toBe('ALREADY_EXISTS');
    expect((await (await newAccount()).call('POST', ID_TAGS, { idTag: 'same' })).status).toBe(201);
  });

  test.each([
    [{}, 'idTag'],
    [{ idTag: '' }, 'idTag'],
    [{ idTag: ' ' }, 'idTag'],
    [{ idTag: '..' }, 'idTag'],
    [{ idTag: 'x'.repeat(21) }, 'idTag'],
    [{ idTag: 'X', status: 'lost' }, 'status'],
    [{ idTag: 'X', expiryDate: 'soon' }, 'expiryDate'],
    [{ idTag: 'X', parentIdTag: 'x'.repeat(21) }, 'parentIdTag'],
    [{ idTag: 'X', maxActiveTransactions: 0 }, 'maxActiveTransactions'],
    [{ idTag: 'X', chargeBoxIds: [] }, 'chargeBoxIds'],
    [{ idTag: 'X', colour: 'red' }, 'colour'],
  ])('%j is 400 and names %s', async (body, field) => {
    const answer = await account.call('POST', ID_TAGS, body);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).details).toMatchObject([{ field }]);
  });
});

describe('/id-tags/{idTag}', () => {
  test.each(['plain', 'a/b', '50%', 'ü €', '%2F', 'x+y', '?#&', 'unknown'])(
    'is read, changed and deleted in any case, percent-encoded: %s',
    async (idTag) => {
      await account.call('POST', ID_TAGS, { idTag });
      const path = `${ID_TAGS}/${encodeURIComponent(idTag.toUpperCase())}`;
      expect((await account.call('GET', path)).body).toMatchObject({ idTag });
      expect((await account.call('PATCH', path, { status: 'blocked', name: 'N' })).body).toMatchObject({
        idTag,
        status: 'blocked',
        name: 'N',
      });
      expect((await account.call('DELETE', path)).body).toMatchObject({ deleted: true });
      expect((await account.call('GET', path)).status).toBe(404);
    },
  );

  test('a change leaves the rest, and null takes back', async () => {
    await account.call('POST', ID_TAGS, {
      idTag: 'T',
      expiryDate: '2999-01-01T00:00:00Z',
      chargeBoxIds: ['CP-1'],
    });
    expect((await account.call('PATCH', `${ID_TAGS}/T`, { maxActiveTransactions: 3 })).body).toMatchObject({
      maxActiveTransactions: 3,
      chargeBoxIds: ['CP-1'],
      expiryDate: '2999-01-01T00:00:00Z',
    });
    const reset = { maxActiveTransactions: null, chargeBoxIds: null, expiryDate: null };
    expect((await account.call('PATCH', `${ID_TAGS}/T`, reset)).body).toMatchObject(reset);
  });

  test('a change of nothing, of the tag itself or of something unknown is 400', async () => {
    await account.call('POST', ID_TAGS, { idTag: 'T' });
    for (const body of [{}, { idTag: 'U' }, { colour: 'red' }]) {
      expect((await account.call('PATCH', `${ID_TAGS}/T`, body)).status).toBe(400);
    }
  });

  test('a tag of another account, or none, is 404', async () => {
    await (await newAccount()).call('POST', ID_TAGS, { idTag: 'Theirs' });
    expect((await account.call('GET', `${ID_TAGS}/Theirs`)).status).toBe(404);
    expect((await account.call('PATCH', `${ID_TAGS}/Theirs`, { name: 'Mine' })).status).toBe(404);
    expect((await account.call('DELETE', `${ID_TAGS}/Theirs`)).status).toBe(404);
  });
});

describe('GET /id-tags', () => {
  beforeEach(async () => {
    await account.call('POST', `${ID_TAGS}/import`, [
      { idTag: 'B2' },
      { idTag: 'a1' },
      { idTag: 'b1', status: 'blocked' },
      { idTag: 'C1', status: 'blocked' },
    ]);
  });

  test.each([
    ['', ['a1', 'b1', 'B2', 'C1']],
    ['status=blocked', ['b1', 'C1']],
    ['q=B', ['b1', 'B2']],
    ['q=b&status=active', ['B2']],
    ['q=zz', []],
    ['limit=2&offset=1', ['b1', 'B2']],
  ])('?%s lists them in their own order', async (query, expected) => {
    expect((await namesOf(query)).names).toEqual(expected);
  });

  test.each(['', 'status=blocked', 'q=b'])('pages of ?%s join without a hole or a double', async (query) => {
    const whole = await namesOf(query);
    expect(whole.pagination.total).toBe(whole.names.length);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await namesOf(`${query}&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.names);
      cursor = page.pagination.nextCursor;
    }
    expect(seen).toEqual(whole.names);
  });

  test('a page behind a cursor reads at most 3 rows for each tag on it', async () => {
    const accountId = `acc_${crypto.randomUUID()}`;
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
       INSERT INTO id_tags (account_id, folded_id_tag, id_tag, status, created_at)
       SELECT ?1, printf('t%04d', i), printf('T%04d', i), iif(i % 2, 'active', 'blocked'), 0 FROM n`,
    )
      .bind(accountId)
      .run();
    for (const filter of [{}, { status: 'blocked' as const }, { prefix: 'T' }]) {
      const { db, counts } = countingDatabase(env.DB);
      const page = { limit: 50, offset: 0, after: 't0900' };
      expect(await pageIdTags(db, accountId, filter, page)).toHaveLength(50);
      expect(counts.rowsRead).toBeLessThanOrEqual(150);
    }
  });
});

describe('POST /id-tags/import', () => {
  test('registers what is new and puts the rest in its place, all in one', async () => {
    await account.call('POST', ID_TAGS, { idTag: 'Old', name: 'Old', status: 'blocked' });
    const given = [
      { idTag: 'OLD', name: 'New' },
      { idTag: 'Fresh', chargeBoxIds: ['CP-1'] },
    ];
    expect(await account.call('POST', `${ID_TAGS}/import`, given)).toMatchObject({
      status: 200,
      body: { imported: 2, created: 1, updated: 1 },
    });
    expect((await account.call('GET', ID_TAGS)).body).toMatchObject({
      idTags: [
        { idTag: 'Fresh', chargeBoxIds: ['CP-1'] },
        { idTag: 'OLD', name: 'New', status: 'active' },
      ],
      pagination: { total: 2 },
    });
  });

  test('a thousand at once; one more is 400', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({ idTag: `TAG-${index}` }));
    expect((await account.call('POST', `${ID_TAGS}/import`, many)).status).toBe(400);
    expect((await account.call('POST', `${ID_TAGS}/import`, many.slice(1))).body).toMatchObject({
      created: 1_000,
    });
    expect((await namesOf('limit=1')).pagination.total).toBe(1_000);
  });

  test('one that stands in it twice, or is wrong, is 400 and names it; nothing is registered', async () => {
    for (const [body, field] of [
      [[{ idTag: 'X' }, { idTag: 'x' }], '1.idTag'],
      [[{ idTag: 'X' }, { idTag: 'Y', status: 'lost' }], '1.status'],
    ] as const) {
      const answer = await account.call('POST', `${ID_TAGS}/import`, body);
      expect(answer.status).toBe(400);
      expect(errorOf(answer).details).toMatchObject([{ field }]);
    }
    expect((await namesOf('')).names).toEqual([]);
  });

  test('the same again writes nothing', async () => {
    const tag = {
      idTag: 'T',
      name: null,
      status: 'active' as const,
      expiryDate: null,
      parentIdTag: null,
      maxActiveTransactions: 1,
      chargeBoxIds: ['CP-1'],
      createdAt: 1,
    };
    const first = countingDatabase(env.DB);
    await importIdTags(first.db, account.accountId, [tag]);
    expect(first.counts.rowsWritten).toBe(3);
    const again = countingDatabase(env.DB);
    await importIdTags(again.db, account.accountId, [{ ...tag, createdAt: 2 }]);
    expect(again.counts.rowsWritten).toBe(0);
  });
});

test('to change a tag needs the scope manage, to look at it read', async () => {
  const { body } = await account.call('POST', '/api/v1/auth/api-keys', { name: 'R', scopes: ['read'] });
  const { key } = z.object({ key: z.string() }).parse(body);
  expect((await callApi('GET', ID_TAGS, { key })).status).toBe(200);
  expect((await callApi('POST', ID_TAGS, { key, body: { idTag: 'T' } })).status).toBe(403);
});

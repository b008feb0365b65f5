import type { IdOf } from '../../entities/item';
import { fill, variation } from './fill';
import type { Case, Row, Subject } from './subject';

/** What no row has as its id, of any entity: texts that cannot be stored or are no address, numbers out of range. */
function impossibleIds<T extends object>(): IdOf<T>[] {
  return ['', '.', '..', 'nul\0', '\ud800', 'x'.repeat(2000), 0.5, 2 ** 40, -1] as IdOf<T>[]; // some are of its kind
}

function stampsOf<T extends object>({ options }: Subject<T>): string[] {
  return ['createdAt', 'updatedAt', 'version'].filter((name) => options.fields.has(name));
}

/** Looking up many rows at once, where the provider can. */
function manyCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-26] looks up many rows at once, and leaves out what there is not',
      async (subject) => {
        const { items } = subject.store;
        if (items.loadMany === undefined) return;
        const rows = await fill(subject, 130);
        const byId = new Map(rows.map((row) => [row['id'], row]));
        const unknown = [subject.newId(), ...impossibleIds<T>()];
        const wanted = rows.slice(10).map((row) => subject.id(row));
        const ids = [...unknown, ...wanted.reverse(), ...wanted.slice(0, 3)];
        const found = await items.loadMany(ids);
        subject.expect(new Set(found.map((row) => (row as Row)['id']))).toEqual(new Set(wanted));
        subject.expect(found.length).toEqual(wanted.length);
        for (const row of found) subject.expect(row).toEqual(byId.get((row as Row)['id']));
        subject.expect(await items.loadMany(unknown)).toEqual([]);
        subject.expect(await items.loadMany([])).toEqual([]);
        await subject.refuses(async () => items.loadMany?.(wanted, { signal: AbortSignal.abort() }), {
          code: 'aborted',
        });
        for (const row of found) Object.assign(row, { [subject.textField()]: 'Spoilt' });
        const [first] = wanted;
        if (first !== undefined) subject.expect(await items.load(first)).toEqual(byId.get(first));
      },
    ],
  ];
}

/** Creating, loading, changing and deleting one row. */
export function itemCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-1] creates a row and gives it back as it was given, with what the store fills in',
      async (subject) => {
        const draft = subject.options.draft(1);
        const answer = await subject.store.items.publish(draft, { isNew: true });
        subject.expect(answer.status >= 200 && answer.status < 300).toEqual(true);
        const row: Row = { ...answer.data };
        subject.expect(row).toEqual({ ...row, ...draft });
        for (const name of ['id', ...stampsOf(subject)])
          subject.expect(row[name] ?? 'nothing').toEqual(row[name]);
        subject.expect(subject.version(row)).toEqual(subject.options.fields.has('version') ? 1 : undefined);
        subject.expect(await subject.load(row)).toEqual(row);
        subject.expect(await subject.everything()).toEqual([row]);
      },
    ],
    [
      '[T-1] keeps values of every kind, null among them',
      async (subject) => {
        const rows = await fill(subject, 30);
        for (const [n, row] of rows.entries()) {
          subject.expect(row).toEqual({ ...row, ...variation(subject, n) });
          subject.expect(await subject.load(row)).toEqual(row);
        }
      },
    ],
    [
      '[T-1] gives each row an id of its own, and keeps one that is given',
      async (subject) => {
        const [first, second] = [await subject.create({}, 1), await subject.create({}, 2)];
        subject.expect(first['id'] === second['id']).toEqual(false);
        const id = subject.newId();
        subject.expect((await subject.create({ id }, 3))['id']).toEqual(id);
      },
    ],
    [
      '[T-2] finds nothing under an unknown id',
      async (subject) => {
        const id = subject.newId();
        const { items } = subject.store;
        await subject.refuses(() => items.load(id), { code: 'not_found' });
        await subject.refuses(() => subject.remove({ id, version: 1 }), { code: 'not_found' });
        const changes = { [subject.textField()]: 'Changed' };
        await subject.refuses(() => subject.update({ id, version: 1 }, changes), { code: 'not_found' });
      },
    ],
    [
      '[T-3] refuses to create what exists',
      async (subject) => {
        const row = await subject.create({}, 1);
        await subject.refuses(() => subject.create({ id: row['id'] }, 2), { code: 'conflict' });
      },
    ],
    [
      '[T-4] changes what is given and nothing else',
      async (subject) => {
        const [row, other] = [await subject.create({}, 1), await subject.create({}, 2)];
        const changes = { [subject.textField()]: 'Changed' };
        const changed = await subject.update(row, changes);
        const kept = Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'updatedAt'));
        const version = subject.version(row);
        subject.expect(changed).toEqual({
          ...changed,
          ...kept,
          ...changes,
          ...(version !== undefined && { version: version + 1 }),
        });
        subject.expect(Number(changed['updatedAt'] ?? 0) >= Number(row['updatedAt'] ?? 0)).toEqual(true);
        subject.expect(await subject.load(row)).toEqual(changed);
        subject.expect(await subject.load(other)).toEqual(other);
      },
    ],
    [
      '[T-5] deletes a row for good',
      async (subject) => {
        const [row, other] = [await subject.create({}, 1), await subject.create({}, 2)];
        subject.expect(await subject.remove(row)).toEqual(true);
        await subject.refuses(() => subject.load(row), { code: 'not_found' });
        await subject.refuses(() => subject.remove(row), { code: 'not_found' });
        await subject.refuses(() => subject.update(row, { [subject.textField()]: 'Changed' }), {
          code: 'not_found',
        });
        subject.expect(await subject.everything()).toEqual([other]);
      },
    ],
    [
      '[T-6] hands out copies: what a caller does to them changes nothing stored',
      async (subject) => {
        const row = await subject.create({}, 1);
        const loaded = await subject.store.items.load(subject.id(row));
        Object.assign(loaded ?? {}, { [subject.textField()]: 'Spoilt' });
        const { items } = await subject.store.collection.list({});
        Object.assign(items[0] ?? {}, { [subject.textField()]: 'Spoilt' });
        subject.expect(await subject.load(row)).toEqual(row);
      },
    ],
    ...manyCases<T>(),
  ];
}

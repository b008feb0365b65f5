import type { Case, ContractOptions, Row } from './subject';

function versionCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-7] refuses a change or a deletion that is based on an old version',
      async (subject) => {
        const text = subject.textField();
        const old = await subject.create({}, 1);
        await subject.update(old, { [text]: 'Newer' });
        await subject.refuses(() => subject.update(old, { [text]: 'Older' }), {
          code: 'precondition_failed',
        });
        const version = subject.version(old);
        const { items } = subject.store;
        await subject.refuses(() => items.delete(subject.id(old), { version }), {
          code: 'precondition_failed',
        });
        const current = await subject.load(old);
        subject
          .expect(await items.delete(subject.id(old), { version: subject.version(current) }))
          .toEqual(true);
      },
    ],
    [
      '[T-7] lets one of many win that change the same version at the same time',
      async (subject) => {
        const text = subject.textField();
        const row = await subject.create({}, 1);
        const names = Array.from({ length: 10 }, (_, n) => `Racer ${n}`);
        const outcomes = await Promise.all(
          names.map((name) => subject.failure(subject.update(row, { [text]: name }))),
        );
        const won = outcomes.flatMap(({ code }, n) => (code === 'nothing failed' ? [names[n]] : []));
        const lost = outcomes.filter(({ code }) => code === 'precondition_failed');
        subject.expect([won.length, lost.length]).toEqual([1, 9]);
        const now = await subject.load(row);
        subject.expect([now[text], subject.version(now)]).toEqual([won[0], 2]);
      },
    ],
  ];
}

function blindCases<T extends object>(blind: ContractOptions<T>['blind']): Case<T>[] {
  if (blind === 'refused') {
    return [
      [
        '[T-7] refuses a change or a deletion that is based on no version',
        async (subject) => {
          const row = await subject.create({}, 1);
          const changes = { id: row['id'], [subject.textField()]: 'Blind' };
          const change = () => subject.publish(changes, { isNew: false });
          await subject.refuses(change, { code: 'precondition_required' });
          const remove = () => subject.store.items.delete(subject.id(row));
          await subject.refuses(remove, { code: 'precondition_required' });
        },
      ],
    ];
  }
  return [
    [
      '[T-7] takes a change that is based on no version, as one of the current version',
      async (subject) => {
        const { id } = await subject.create({}, 1);
        const text = subject.textField();
        const changed = await subject.publish({ id, [text]: 'Blind' }, { isNew: false });
        subject.expect([changed[text], subject.version(changed)]).toEqual(['Blind', 2]);
        subject.expect(await subject.store.items.delete(subject.id(changed))).toEqual(true);
      },
    ],
  ];
}

function uniqueCases<T extends object>(unique: keyof T & string): Case<T>[] {
  return [
    [
      '[T-8] refuses a second row with a unique value, and blames the field',
      async (subject) => {
        const [first, second] = [await subject.create({}, 1), await subject.create({}, 2)];
        const taken = { [unique]: first[unique] };
        await subject.refuses(() => subject.create(taken, 3), { code: 'conflict', blamed: [unique] });
        await subject.refuses(() => subject.update(second, taken), { code: 'conflict', blamed: [unique] });
        subject.expect((await subject.update(first, taken))[unique]).toEqual(first[unique]);
        const racers = Array.from({ length: 5 }, () => subject.failure(subject.create({}, 4)));
        const won = (await Promise.all(racers)).filter(({ code }) => code === 'nothing failed');
        subject.expect(won.length).toEqual(1);
      },
    ],
  ];
}

function idempotencyCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-9] creates once for one idempotency key',
      async (subject) => {
        const context = { isNew: true, idempotencyKey: String(subject.newId()) };
        const draft: Row = { ...subject.options.draft(1) };
        const [first, again] = [await subject.publish(draft, context), await subject.publish(draft, context)];
        subject.expect(again).toEqual(first);
        subject.expect(await subject.everything()).toEqual([first]);
      },
    ],
  ];
}

function refusalCases<T extends object>(): Case<T>[] {
  return [
    [
      '[T-10] refuses unknown fields, values of a wrong kind, and what only the store may set',
      async (subject) => {
        const { fields, vary } = subject.options;
        const row = await subject.create({}, 1);
        const text = subject.textField();
        const wrong: [Row, string][] = [
          [{ nosuch: 1 }, 'nosuch'],
          [{ constructor: 'x' }, 'constructor'],
          [{ [text]: 7 }, text],
          [{ [text]: { set: 'x' } }, text],
          [{ [text]: ['x'] }, text],
          ...['createdAt', 'updatedAt', 'version']
            .filter((name) => fields.has(name))
            .map((name): [Row, string] => [{ [name]: row[name] }, name]),
          ...vary
            .filter((name) => fields.get(name)?.values)
            .map((name): [Row, string] => [{ [name]: 'no such' }, name]),
          ...vary
            .filter((name) => !fields.get(name)?.nullable)
            .map((name): [Row, string] => [{ [name]: null }, name]),
        ];
        for (const [values, blamed] of wrong) {
          await subject.refuses(() => subject.create(values, 2), { code: 'validation', blamed: [blamed] });
          await subject.refuses(() => subject.update(row, values), { code: 'validation', blamed: [blamed] });
        }
      },
    ],
    [
      '[T-11] does nothing for a caller that gave up',
      async (subject) => {
        const row = await subject.create({}, 1);
        const { items, collection } = subject.store;
        const signal = AbortSignal.abort();
        const changes = { id: row['id'], [subject.textField()]: 'Changed' };
        const version = subject.version(row);
        const draft: Row = { ...subject.options.draft(2) };
        for (const call of [
          () => items.load(subject.id(row), { signal }),
          () => subject.publish(draft, { isNew: true, signal }),
          () => subject.publish(changes, { isNew: false, version, signal }),
          () => items.delete(subject.id(row), { version, signal }),
          () => collection.list({}, { signal }),
        ]) {
          await subject.refuses(call, { code: 'aborted' });
        }
      },
    ],
  ];
}

/** Writes that collide, and writes that are refused. */
export function writeCases<T extends object>({
  fields,
  unique,
  blind,
  idempotent = true,
}: ContractOptions<T>): Case<T>[] {
  return [
    ...(fields.has('version') ? [...versionCases<T>(), ...blindCases<T>(blind)] : []),
    ...(unique === undefined ? [] : uniqueCases<T>(unique)),
    ...(idempotent ? idempotencyCases<T>() : []),
    ...refusalCases<T>(),
  ];
}

import { ValidationError } from '../../errors';
import { batch, isRecording, onRollback, transaction } from '../../model/batch';
import { messagesBelow, type NestedValue, nestedOf } from '../../model/nested';
import { endAll, nothingSent } from '../../model/nested-model';
import { Parents } from '../../model/nesting';
import { below } from '../../model/writing';
import { DELETED } from '../../registry/facts';
import type { EntityRecord } from '../../registry/record';
import type { ItemId } from '../item';
import { mergeInner } from '../item/nested-item';
import type { Exception } from './exceptions';
import { errorsOf, recordsOf } from './items';
import type { Parts } from './parts';
import type { AnyItem } from './types';
import type { View } from './view';

type Contents = Pick<Parts<AnyItem, unknown>, 'view' | 'source' | 'inScope'>;

/** The record of an id among those that a collection has. */
export const recordIn = ({ view }: Pick<Contents, 'view'>, id: ItemId): EntityRecord | undefined => {
  view.track();
  return view.members.get(id);
};

/** Makes records exceptions from the query, or none; a rolled back transaction does the reverse. */
const except = (view: View, records: readonly EntityRecord[], how: Exception | undefined): void => {
  const { exceptions } = view.members;
  const others = records.filter((record) => exceptions.get(record) !== how);
  const before = others.map((record) => exceptions.get(record));
  for (const record of others) exceptions.set(record, how);
  if (!isRecording()) return;
  onRollback(() => {
    for (const [at, record] of others.entries()) exceptions.set(record, before[at]);
    view.refresh(records);
  });
};

/** Takes records out, until they are added or loaded again. */
export const remove = ({ view }: Pick<Contents, 'view'>, records: readonly EntityRecord[]): void =>
  batch(() => {
    except(view, records, 'excluded');
    view.refresh(records);
  });

/** Takes everything out. */
export const clear = ({ view }: Pick<Contents, 'view'>): void => {
  view.track();
  remove({ view }, view.members.shown(Number.POSITIVE_INFINITY));
};

/** Records that were made of values for nothing: the scope is not to know of them. */
const withdraw = (records: readonly EntityRecord[]): void => {
  for (const record of records) {
    if (record.id !== undefined) record.store.remove(record.id, record);
    record.setState(DELETED, true);
  }
};

interface Adding {
  readonly clearFirst: boolean;
  /** Told of the records, in the order of the values, before they are shown. */
  readonly found?: (records: readonly EntityRecord[]) => void;
}

/** Adds items, or the values of such: all of them, or none. */
export const add = (contents: Contents, values: readonly object[], { clearFirst, found }: Adding): void => {
  if (!Array.isArray(values)) {
    const { name } = contents.source.type;
    throw new ValidationError(`setItems() and addItems() need an array of ${name}, or of values of such.`);
  }
  const made: EntityRecord[] = [];
  const put = (): void => {
    const { view, source, inScope } = contents;
    onRollback(() => withdraw(made));
    if (clearFirst) clear(contents);
    const records = inScope(() => recordsOf(source, { values, view }, made));
    found?.(records);
    except(view, records, undefined);
    except(
      view,
      records.filter((record) => record.isDraft),
      'pinned',
    );
    view.admit(records, clearFirst);
  };
  transaction(put);
};

/** What identifies a row, if anything does. */
const idOf = (row: unknown): unknown => (row as { readonly id?: unknown } | null)?.id;

/** Shows just what a provider gave, which was asked at `ticket`. */
const receive = (contents: Contents, given: readonly object[], ticket: number): void => {
  const { type, channel } = contents.source;
  // A deletion that was confirmed since is newer than the answer.
  const rows = given.filter((row) => (channel.deletions.get(idOf(row) as ItemId) ?? 0) <= ticket);
  const isRow = (row: object): boolean => !(row instanceof type) && row instanceof Object;
  // Columns that the class does not declare are left alone.
  const seeds = rows.map((row) => {
    if (!isRow(row)) return row;
    return idOf(row) === undefined ? {} : { id: idOf(row) };
  });
  const found = (records: readonly EntityRecord[]): void =>
    rows.forEach((row, at) => {
      if (isRow(row)) mergeInner(records[at] as EntityRecord, row, ticket);
    });
  add(contents, seeds, { clearFirst: true, found });
};

const facesOf = (view: View): NestedValue[] =>
  view.items().flatMap((item) => {
    const face = nestedOf(item);
    return face === undefined ? [] : [face];
  });

const present = (values: readonly unknown[]): unknown[] => values.filter((value) => value !== undefined);

/** How a property that holds a collection writes to it: values of what is there are edits of it, all else comes in. */
const written = (contents: Contents): Pick<NestedValue, 'ask' | 'assign' | 'part'> => {
  const { view, source } = contents;
  const part = (data: unknown): object | undefined => {
    view.sync();
    return data instanceof source.type ? undefined : view.members.get(idOf(data) as ItemId)?.owner;
  };
  const assign = (data: unknown): boolean =>
    transaction(() => {
      const values = (data as readonly object[]).map((value, at) => {
        const item = part(value);
        if (item === undefined) return value;
        try {
          nestedOf(item)?.assign(value);
        } catch (error) {
          throw below(String(at), error);
        }
        return item;
      });
      add(contents, values, { clearFirst: true });
      return true;
    });
  return {
    *ask(data) {
      const asked: unknown[] = [];
      for (const [at, value] of (data as readonly object[]).entries()) {
        const asking = nestedOf(part(value))?.ask?.(value);
        try {
          asked.push(asking === undefined ? value : yield* asking);
        } catch (error) {
          throw below(String(at), error);
        }
      }
      return asked;
    },
    assign,
    part,
  };
};

/** What a property that holds a collection asks of it. */
export const nestedFace = (contents: Contents): NestedValue => {
  const { view } = contents;
  return {
    ...written(contents),
    get unpublished() {
      return facesOf(view).some(({ unpublished }) => unpublished);
    },
    isAbout: (data) => Array.isArray(data),
    check: (data) => contents.inScope(() => errorsOf(contents.source, data as readonly unknown[])),
    validate: () =>
      Object.fromEntries(facesOf(view).flatMap((face, at) => messagesBelow(String(at), face.validate()))),
    confirm: (data, ticket) => receive(contents, data as readonly object[], ticket),
    settle: () => facesOf(view).forEach((face) => face.settle?.()),
    send: () => {
      const sent = facesOf(view).flatMap((face) => {
        const arrive = face.send();
        return arrive === nothingSent ? [] : [{ face, arrive }];
      });
      return (outcome, data) => {
        const rows = Array.isArray(data) ? (data as readonly object[]) : [];
        const rowOf = (face: NestedValue): unknown =>
          rows.find((row) => idOf(row) !== undefined && face.isAbout(row));
        endAll(
          sent.map(
            ({ face, arrive }) =>
              () =>
                arrive(outcome, rowOf(face)),
          ),
        );
      };
    },
    serialize: () => present(facesOf(view).map((face) => face.serialize())),
    stored: () => present(facesOf(view).map((face) => face.stored())),
    saved: () => present(facesOf(view).map((face) => face.saved())),
    revert: () => facesOf(view).forEach((face) => face.revert()),
    saveChanges: () => facesOf(view).forEach((face) => face.saveChanges()),
    attach: (link) => {
      view.close();
      view.parents ??= new Parents();
      view.parents.add(link);
    },
    detach: (link) => view.parents?.delete(link),
  };
};

import { ValidationError } from '../../errors';
import { batch, isRecording, onRollback, transaction } from '../../model/batch';
import { type NestedValue, nestedOf } from '../../model/nested';
import { Parents } from '../../model/nesting';
import { DELETED, type EntityRecord } from '../../registry/record';
import type { ItemId } from '../item';
import { recordOf } from './items';
import type { Parts } from './parts';
import type { AnyItem } from './types';
import type { View } from './view';

type Contents = Pick<Parts<AnyItem, unknown>, 'view' | 'source' | 'inScope'>;

/** The record of an id among those that a collection has. */
export const recordIn = ({ view }: Pick<Contents, 'view'>, id: ItemId): EntityRecord | undefined => {
  view.track();
  return view.members.get(id);
};

const refreshAll = (view: View, records: Iterable<EntityRecord>): void =>
  batch(() => {
    for (const record of records) view.refresh(record);
  });

/** Puts records on one of the lists of exceptions, or takes them off; a rolled back transaction does the reverse. */
const mark = (
  view: View,
  list: Set<EntityRecord>,
  change: { records: readonly EntityRecord[]; on: boolean },
): void => {
  const changed = change.records.filter((record) => list.has(record) !== change.on);
  for (const record of changed) {
    if (change.on) list.add(record);
    else list.delete(record);
  }
  if (!isRecording()) return;
  onRollback(() => {
    for (const record of changed) {
      if (change.on) list.delete(record);
      else list.add(record);
    }
    refreshAll(view, changed);
  });
};

/** Takes records out, until they are added or loaded again. */
export const remove = ({ view }: Pick<Contents, 'view'>, records: readonly EntityRecord[]): void =>
  batch(() => {
    mark(view, view.members.excluded, { records, on: true });
    mark(view, view.members.pinned, { records, on: false });
    refreshAll(view, records);
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

/** Adds items, or the values of such: all of them, or none. */
export const add = (contents: Contents, values: readonly object[], clearFirst: boolean): void => {
  if (!Array.isArray(values)) throw new ValidationError('A list of items, or of values of such, is needed.');
  const made: EntityRecord[] = [];
  const put = (): void => {
    const { view, source, inScope } = contents;
    if (clearFirst) clear(contents);
    const records = inScope(() => values.map((value: object) => recordOf(source, value, made)));
    mark(view, view.members.excluded, { records, on: false });
    const drafts = records.filter((record) => record.isDraft);
    mark(view, view.members.pinned, { records: drafts, on: true });
    view.admit(records);
  };
  batch(() => {
    try {
      transaction(put);
    } catch (error) {
      withdraw(made);
      throw error;
    }
  });
};

const facesOf = (view: View): NestedValue[] =>
  view.items().flatMap((item) => {
    const face = nestedOf(item);
    return face === undefined ? [] : [face];
  });

const notAList = (data: unknown): Record<string, string[]> | undefined =>
  Array.isArray(data) ? undefined : { '': ['Must be a list.'] };

const tellFaces = (view: View, tell: (face: NestedValue) => void): void => {
  for (const face of facesOf(view)) tell(face);
};

const present = (values: readonly unknown[]): unknown[] => values.filter((value) => value !== undefined);

/** What a property that holds a collection asks of it. */
export const nestedFace = (contents: Contents): NestedValue => {
  const { view } = contents;
  const assign = (data: unknown): boolean => {
    add(contents, data as readonly object[], true);
    return true;
  };
  return {
    get unpublished() {
      return facesOf(view).some(({ unpublished }) => unpublished);
    },
    isAbout: (data) => Array.isArray(data),
    check: notAList,
    assign,
    confirm: assign,
    send: () => {
      const sent = facesOf(view).map((face) => face.send());
      return () => {
        for (const confirm of sent) confirm();
      };
    },
    serialize: () => present(facesOf(view).map((face) => face.serialize())),
    saved: () => present(facesOf(view).map((face) => face.saved())),
    revert: () => tellFaces(view, (face) => face.revert()),
    saveChanges: () => tellFaces(view, (face) => face.saveChanges()),
    attach: (link) => {
      view.parents ??= new Parents();
      view.parents.add(link);
    },
    detach: (link) => view.parents?.delete(link),
  };
};

import { ValidationError } from '../../errors';
import { same } from '../../model/equality';
import type { EntityChannel } from '../../registry/channel';
import type { EntityRecord } from '../../registry/record';
import type { Scope } from '../../registry/scope';
import { nextTicket } from '../../registry/ticket';
import { recordsOf } from './items';
import { PARTS, type Parts } from './parts';
import { compile, type Plan } from './plan';
import type { Specs } from './specs';
import type { AnyItem } from './types';
import { type Loaded, View } from './view';

/** The window of a collection that a provider has filled. */
export interface LoadedWindow extends Loaded {
  readonly view: View;
}

/** The windows of an entity's collections that providers have filled. */
export function* loadedWindows({ views }: EntityChannel): Generator<LoadedWindow> {
  for (const view of views.all()) {
    if (!(view instanceof View) || view.isLocal || view.loaded === undefined) continue;
    view.sync();
    yield { view, ...view.loaded };
  }
}

/** All that a view knows of what it was filled with, beyond its window too; also drafts that it shows. */
export const knownRecords = ({ view: { members } }: LoadedWindow): EntityRecord[] =>
  members.shown(members.size);

type Loadable = { readonly [PARTS]: Parts<AnyItem, unknown> };

/** A plan of the specs, unless they are wrong: the load will tell. */
const planOf = ({ loader, source }: Loadable[typeof PARTS], specs: Specs): Plan | undefined => {
  try {
    return compile(loader.fields, specs, source.type);
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
};

/** The window of the same items for the same specs; first one that a server has just loaded. */
const windowLike = (
  { source }: Loadable[typeof PARTS],
  { limit, query }: Plan,
  { fresh }: Scope,
): LoadedWindow | undefined => {
  const found = [...loadedWindows(source.channel)].filter(
    ({ view: { type, members } }) =>
      type === source.type && members.plan.limit === limit && same(members.plan.query, query),
  );
  return found.find(({ view }) => fresh.has(view)) ?? found[0];
};

/**
 * Has a collection that has not been loaded yet show at once what another one of its scope shows for the same specs.
 * Answers whether a server has loaded that a moment ago, so that loading it now would bring nothing new.
 */
export const showKnown = ({ [PARTS]: parts }: Loadable, specs: Specs, scope: Scope): boolean => {
  if (parts.view.isLocal || loadedWindows(parts.source.channel).next().done === true) return false;
  const plan = planOf(parts, specs);
  const found = plan && windowLike(parts, plan, scope);
  if (plan === undefined || found === undefined) return false;
  const { view, next } = found;
  const records = knownRecords(found);
  parts.loader.adopt({
    ...view.members.extent,
    specs,
    plan,
    next,
    // Makes their provider that of this collection, where they have none.
    records: parts.inScope(() =>
      recordsOf(
        parts.source,
        { values: records.map((record) => record.as(view.type)), view: parts.view },
        [],
      ),
    ),
    ticket: nextTicket(),
    total: view.members.total,
    chosen: true,
  });
  return scope.fresh.has(view);
};

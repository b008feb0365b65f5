import { DefinitionError, reportError } from '../errors';
import { same } from './equality';
import type { Rule } from './types';

const reported = new WeakSet<Rule>();

const isLasting = (rule: Rule, made: unknown): boolean => {
  const { error, data } = rule.safeParse(made);
  return error === undefined && same(data, made);
};

/**
 * For development, where a rule has made something else of a value: looks that it leaves that as it is, since a draft is
 * checked again, as a whole, when it is published. What does not is reported once for each rule.
 */
export const watchTransform = (
  place: readonly [className: string, name: string],
  rule: Rule,
  made: unknown,
): void => {
  if (reported.has(rule) || isLasting(rule, made)) return;
  reported.add(rule);
  reportError(
    new DefinitionError(
      `${place.join('.')}: what the schema makes of a value it would refuse or change once more when a draft is published. ` +
        'Let a transform leave its own result as it is, as trim() does; for another type use z.codec().',
    ),
  );
};

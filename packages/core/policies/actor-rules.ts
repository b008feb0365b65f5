import { Ability, type SubjectRawRule } from '@casl/ability';
import { matcher, parseQuery, type Where } from 'reactive/query';
import { type Actor, SYSTEM } from './actor';
import type { Action, RuleScope, RulesDefinition } from './rules';

const ACTIONS: readonly Action[] = ['read', 'create', 'update', 'delete'];

/** The rules for an actor; for one who may not sign in, none. */
function rulesFor<T>(
  definition: RulesDefinition<T>,
  actor: Actor,
): SubjectRawRule<Action, string, Where<T>>[] {
  const { entity: subject } = definition;
  if (actor === SYSTEM) return ACTIONS.map((action) => ({ action, subject }));
  const taken: SubjectRawRule<Action, string, Where<T>>[] = [];
  if (actor?.status !== 'active') return taken;
  const scopeOf = ({ fields, where }: RuleScope<T>) => ({
    ...(fields && { fields: [...fields] }),
    ...(where && { conditions: where }),
  });
  definition.rules(actor, {
    allow: (action, scope = {}) => taken.push({ action, subject, ...scopeOf(scope) }),
    forbid: (action, { because: reason, ...scope }) =>
      taken.push({ action, subject, reason, inverted: true, ...scopeOf(scope) }),
  });
  return taken;
}

/**
 * What one actor may do with one entity. Conditions are filters of the query language rather than of CASL's own, so that
 * they mean the same in memory and in SQL, and know no pattern that could take for ever.
 */
export class ActorRules<T> {
  readonly #entity: string;
  readonly #ability: Ability<[Action, string | object], Where<T>>;
  readonly #fieldsByRules = new Map<string, readonly string[]>();

  constructor(definition: RulesDefinition<T>, actor: Actor) {
    this.#entity = definition.entity;
    this.#ability = new Ability<[Action, string | object], Where<T>>(rulesFor(definition, actor), {
      detectSubjectType: () => definition.entity,
      conditionsMatcher: (where) => matcher(parseQuery(definition.fields, { where }).where),
      fieldMatcher: (fields) => (field) => fields.includes(field),
    });
  }

  can(action: Action, row: object, field: string | undefined): boolean {
    return this.#ability.can(action, row, field);
  }

  /** What the rule that forbids says of it. */
  reason(action: Action, row: object, field: string | undefined): string | undefined {
    return this.#ability.relevantRuleFor(action, row, field)?.reason;
  }

  /**
   * The rows on which the action is allowed, of one field or of any, as filters all of which must hold; `undefined` where
   * there are none such. What is forbidden here stays so, whatever comes after it: a filter must not show too much.
   */
  rows(action: Action, field?: string): Where<T>[] | undefined {
    const forbidden: Where<T>[] = [];
    const allowed: (Where<T> | undefined)[] = [];
    for (const { inverted, conditions } of this.#ability.rulesFor(action, this.#entity, field)) {
      if (!inverted) allowed.push(conditions);
      else if (conditions === undefined) return undefined;
      else forbidden.push({ NOT: conditions });
    }
    if (allowed.length === 0) return undefined;
    const some = allowed.filter((where) => where !== undefined);
    if (some.length < allowed.length) return forbidden;
    return [...forbidden, some.length === 1 ? (some[0] as Where<T>) : { OR: some }];
  }

  /** Those of the fields that may be read of every row of which anything may be read. */
  alwaysReadable<Name extends string>(fields: readonly Name[]): Name[] {
    const granting = this.#ability.rulesFor('read', this.#entity);
    return fields.filter((field) => {
      const about = this.#ability.rulesFor('read', this.#entity, field);
      const isForbidden = about.some(({ inverted }) => inverted);
      return granting.length > 0 && !isForbidden && granting.every((rule) => about.includes(rule));
    });
  }

  /** Those of the fields that may be read of a row; always asked about the same fields, since it is asked for each row. */
  readable<Name extends string>(fields: readonly Name[], row: object): readonly Name[] {
    const rules = this.#ability.possibleRulesFor('read', this.#entity);
    let key = '';
    for (const rule of rules) key += rule.matchesConditions(row) ? '1' : '0';
    const known = this.#fieldsByRules.get(key);
    if (known) return known as readonly Name[]; // some of these fields
    const met = rules.filter((_, at) => key[at] === '1');
    const found = fields.filter((field) => first(met, field)?.inverted === false);
    this.#fieldsByRules.set(key, found);
    return found;
  }
}

function first<Rule extends { matchesField(field: string): boolean }>(
  rules: readonly Rule[],
  field: string,
): Rule | undefined {
  return rules.find((rule) => rule.matchesField(field));
}

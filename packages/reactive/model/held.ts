import { DefinitionError, reportError } from '../errors';
import { isDevelopment } from '../errors/development';

interface Named {
  readonly className: string;
  readonly names: readonly string[];
}

/** Where a value that a model holds can be found, and what holds a value inside of another one. */
const places = new WeakMap<object, string>();
const containers = new WeakMap<object, object>();
const reported = new Set<string>();

const placeOf = (held: object): string | undefined => {
  for (let each: object | undefined = held; each !== undefined; each = containers.get(each)) {
    const place = places.get(each);
    if (place !== undefined) return place;
  }
  return undefined;
};

type Method = (this: object, ...args: unknown[]) => unknown;

const methodsOf = (type: { readonly prototype: object }, isWanted: (name: string) => boolean): string[] =>
  Object.getOwnPropertyNames(type.prototype).filter(isWanted);

/** Own methods of a value, hidden from whoever lists, compares or copies it. */
const hidden = (names: readonly string[], make: (name: string) => Method): PropertyDescriptorMap =>
  Object.fromEntries(names.map((name) => [name, { value: make(name), configurable: true, writable: true }]));

const REMEDY = 'make a changed copy and assign that to the property.';

const refusing = (name: string): Method =>
  function refuse() {
    const place = placeOf(this) ?? 'A model';
    throw new TypeError(
      `${place}: ${name}() would change an array in place that the model holds, and nobody would be told. ` +
        `It is frozen: ${REMEDY}`,
    );
  };

const telling = (type: { readonly name: string; readonly prototype: object }, name: string): Method => {
  // Names come from the prototype itself.
  const change = Reflect.get(type.prototype, name) as Method;
  return function tell(...args) {
    const place = placeOf(this) ?? 'A model';
    if (!reported.has(place)) {
      reported.add(place);
      reportError(
        new DefinitionError(
          `${place}: ${name}() changes a ${type.name} in place that the model holds, and nobody is told. ` +
            `Instead, ${REMEDY}`,
        ),
      );
    }
    return change.apply(this, args);
  };
};

const ARRAY = ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'];
const isSetter = (name: string): boolean => /^(set|add|delete|clear)/.test(name);

let refusals: PropertyDescriptorMap | undefined;
let alarmedDates: object | undefined;
const alarms = new Map<object, PropertyDescriptorMap>();

const alarmsOf = (type: { readonly name: string; readonly prototype: object }): PropertyDescriptorMap => {
  const known = alarms.get(type) ?? hidden(methodsOf(type, isSetter), (name) => telling(type, name));
  alarms.set(type, known);
  return known;
};

/** Rows are full of dates, for each of which methods of its own would cost more than all the rest of its row. */
const alarmDate = (held: Date): void => {
  alarmedDates ??= Object.create(Date.prototype, alarmsOf(Date)) as object;
  Object.setPrototypeOf(held, alarmedDates);
};

/**
 * Has a copy that a model makes for itself say what is wrong with changing it in place: an array throws, as it does in
 * any case once it is frozen, and a date, map or set, which cannot be frozen, reports it once for each place.
 */
export function explainHeld(held: object): void {
  if (!isDevelopment) return;
  if (held instanceof Date) return alarmDate(held);
  if (held instanceof Uint8Array) return;
  for (const value of held instanceof Map || held instanceof Set ? held.values() : Object.values(held))
    if (typeof value === 'object' && value !== null) containers.set(value, held);
  if (Array.isArray(held)) {
    refusals ??= hidden(ARRAY, refusing);
    Object.defineProperties(held, refusals);
  }
  for (const type of [Map, Set]) {
    if (held instanceof type) Object.defineProperties(held, alarmsOf(type));
  }
}

/** Notes which property a value was found in, so that an error can say it. */
export function nameHeld(held: unknown, { className, names }: Named, index: number): void {
  if (!isDevelopment) return;
  if (typeof held === 'object' && held !== null) places.set(held, `${className}.${names[index]}`);
}

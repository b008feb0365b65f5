import { DefinitionError } from '../errors';

/** What was given, in a word: what it is made of can be anything, and may not even have a text. */
export const kindOf = (given: unknown): string => (given === null ? 'null' : typeof given);

/** For what is to be called and is no function, where the types were passed by. */
export const noFunction = (call: string, given: unknown): DefinitionError =>
  new DefinitionError(`${call} needs a function to call, and was given ${kindOf(given)}.`);

/** For what is to be a model and is none. */
export const noModel = (call: string, given: unknown): DefinitionError =>
  new DefinitionError(`${call} needs a model, and was given ${kindOf(given)}.`);

/** For an event that is named by anything but a text. */
export const noEvent = (call: string, event: unknown): DefinitionError =>
  new DefinitionError(`${call} needs the name of an event, as 'change', and was given ${kindOf(event)}.`);

import { DefinitionError } from '../errors';

/** For what is to be called and is no function, where the types were passed by. */
export const noFunction = (call: string, given: unknown): DefinitionError =>
  new DefinitionError(`${call} needs a function to call, and was given ${String(given)}.`);

/** For an event that is named by anything but a text. */
export const noEvent = (call: string, event: unknown): DefinitionError =>
  new DefinitionError(`${call} needs the name of an event, as 'change', and was given ${String(event)}.`);

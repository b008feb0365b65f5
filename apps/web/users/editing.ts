import type { IUser, User } from '@myapp/core/entities/user';
import type { Edit } from 'reactive/entities/item';
import { errorFrom, type FieldErrors, type ReactiveError } from 'reactive/errors';
import { ReactiveModel } from 'reactive/model';

/** What a person can change of a user. */
export const FIELDS = ['name', 'email', 'role', 'status'] as const;
export type Field = (typeof FIELDS)[number];

type Values = Partial<Pick<IUser, Field>>;

/** A field that was changed here and by somebody else, to different values. */
export interface Difference {
  readonly field: Field;
  readonly mine: string;
  readonly theirs: string;
}

/** What somebody else changed while the form was open. */
export interface Conflict {
  readonly differences: readonly Difference[];
  /** Fields that only they changed: they are in the form already. */
  readonly taken: readonly Field[];
}

interface IUserEditing {
  /** Fields whose errors may be shown: a person has finished with them for now. */
  touched: readonly Field[];
  /** What the server refused, by field. */
  refusals: FieldErrors;
  /** Why the last attempt to save failed, where no field is to blame. */
  failure: ReactiveError | undefined;
  conflict: Conflict | undefined;
  saving: boolean;
}

/**
 * The state of a form of one user, without the form: what is typed, what is wrong with it, saving it, and meeting what
 * others have changed meanwhile. Nothing that was typed is ever lost by what happens elsewhere.
 *
 * @example
 * const editing = new UserEditing(user);
 * editing.type('name', 'Ada King');
 * await editing.save(); // false: see `messages('name')`, `conflict` and `failure`
 */
export class UserEditing extends ReactiveModel<IUserEditing> {
  declare touched: readonly Field[];
  declare refusals: FieldErrors;
  declare failure: ReactiveError | undefined;
  declare conflict: Conflict | undefined;
  declare saving: boolean;

  readonly user: User;
  readonly edit: Edit<IUser>;
  /** The saved values that the form is based on. */
  #base: Values;
  /** Of the creation that was tried last: sent again, it makes no second user. */
  #creation: { readonly content: string; readonly key: string } | undefined;

  constructor(user: User) {
    super({
      properties: ['touched', 'refusals', 'failure', 'conflict', 'saving'],
      touched: [],
      refusals: {},
      saving: false,
    });
    this.user = user;
    this.edit = user.edit();
    this.#base = this.#saved();
    this.#startOver();
  }

  /** Whether there is something typed that is not saved. */
  get dirty(): boolean {
    return this.edit.unpublished;
  }

  /** Whom it is about, as it is said in a sentence. */
  get subject(): string {
    return this.user.isDraft ? 'a new user' : this.user.name;
  }

  /** What is wrong with a field, as far as it should be told now. */
  messages(field: Field): readonly string[] {
    const own = this.touched.includes(field) ? (this.edit.errors[field] ?? []) : [];
    return [...own, ...(this.refusals[field] ?? [])];
  }

  /** Changes a field. What the server refused about it no longer stands. */
  type<F extends Field>(field: F, value: IUser[F]): void {
    const { [field]: _, ...refusals } = this.refusals;
    this.transaction(() => {
      this.edit.set({ [field]: value });
      this.set({ refusals, failure: undefined });
    });
  }

  /** Settles a field that both sides changed. */
  choose({ field, ...sides }: Difference, side: 'mine' | 'theirs'): void {
    this.edit.set({ [field]: sides[side] });
  }

  /** From now on what is wrong with the field is told while typing. */
  touch(field: Field): void {
    if (!this.touched.includes(field)) this.touched = [...this.touched, field];
  }

  /** Goes back to the saved values. */
  override revert(): void {
    this.#startOver();
    this.set({ touched: [], refusals: {}, failure: undefined, conflict: undefined });
  }

  /** Saves what was typed. Answers whether that is done; if not, the state tells why. */
  async save(): Promise<boolean> {
    this.set({ touched: FIELDS });
    if (!this.edit.valid || this.saving) return false;
    this.set({ saving: true, refusals: {}, failure: undefined, conflict: undefined });
    try {
      return await this.#publish();
    } finally {
      this.saving = false;
    }
  }

  /** Takes in what others change, from now on and until the returned function is called. */
  follow(): () => void {
    const look = (): void => {
      if (!this.saving) this.#meetOthers();
    };
    look();
    return this.user.on('change', look);
  }

  #saved(): Values {
    const { initialValues } = this.user;
    const known = FIELDS.filter((field) => initialValues[field] !== undefined);
    return Object.fromEntries(known.map((field) => [field, initialValues[field]]));
  }

  #typed(): Values {
    const names = FIELDS.filter((field) => this.edit.changedProperties.includes(field) || this.user.isDraft);
    return Object.fromEntries(names.map((field) => [field, this.edit[field]]));
  }

  #keyOf(typed: Values): string {
    const content = JSON.stringify(typed);
    if (this.#creation?.content !== content) this.#creation = { content, key: crypto.randomUUID() };
    return this.#creation.key;
  }

  async #publish(): Promise<boolean> {
    const typed = this.#typed();
    try {
      await this.user.publish(typed, { idempotencyKey: this.#keyOf(typed) });
      this.#base = this.#saved();
      this.#startOver();
      return true;
    } catch (thrown) {
      const error = errorFrom(thrown);
      // Lists show what is saved; what was typed stays here.
      this.user.revert();
      this.#show(typed);
      if (error.code === 'precondition_failed') return this.#changedMeanwhile(error);
      this.#refused(error);
      return false;
    }
  }

  #refused(error: ReactiveError): void {
    const isAboutFields = FIELDS.some((field) => error.errors?.[field] !== undefined);
    this.set(isAboutFields ? { refusals: error.errors ?? {} } : { failure: error });
    // It is gone everywhere, so it leaves the lists here too.
    if (error.code === 'not_found') void this.user.delete({ skipProvider: true });
  }

  /** Somebody else was faster. What they did and what was typed here are put side by side. */
  async #changedMeanwhile(refusal: ReactiveError): Promise<boolean> {
    try {
      await this.user.load();
    } catch (thrown) {
      this.#refused(errorFrom(thrown));
      return false;
    }
    this.#meetOthers();
    // They changed it to the same: an answer that was lost on its way, say.
    if (!this.dirty) return true;
    if (this.conflict === undefined) this.failure = refusal;
    return false;
  }

  /** Takes in what others changed, and tells where that meets what was typed. */
  #meetOthers(): void {
    const [before, theirs, typed] = [this.#base, this.#saved(), this.#typed()];
    const moved = FIELDS.filter((field) => before[field] !== theirs[field]);
    if (moved.length === 0 || this.user.isDraft) return;
    this.#base = theirs;
    this.#show(typed);
    if (!this.dirty) return;
    const contested = moved.filter((field) => field in typed && typed[field] !== theirs[field]);
    this.conflict = {
      differences: contested.map((field) => ({
        field,
        mine: typed[field] ?? '',
        theirs: theirs[field] ?? '',
      })),
      taken: moved.filter((field) => !(field in typed)),
    };
  }

  #startOver(): void {
    this.edit.discard();
    if (!this.user.isDraft) return;
    this.edit.set({ name: '', email: '', role: 'user', status: 'active' });
    this.edit.saveChanges();
  }

  /** Shows what was typed over the saved values. */
  #show(typed: Values): void {
    this.edit.transaction(() => {
      this.edit.discard();
      this.edit.set(typed);
    });
  }
}

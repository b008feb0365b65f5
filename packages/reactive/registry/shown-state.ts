import { ModelState } from '../model/state';
import type { STATE } from '../model/symbols';
import { Facades, type FacadeType, isOne } from './facades';

/** An object that shows a record. */
export interface Facade {
  [STATE]: ModelState;
}

/** How an object of an entity is made that nobody has looked at yet. */
export interface FacadeSource {
  readonly type: FacadeType;
  /** Makes an object of the class that shows the record, as its constructor would. */
  // A method, so that it may ask for a record, which all that are made by it are.
  make(record: ShownState): object;
}

/** The state of an entity, and the objects that show it: of one class, or of several with the same properties. */
export abstract class ShownState extends ModelState {
  /** Makes the first object, when somebody looks at it. */
  protected source: FacadeSource | null = null;
  #others: Facades<Facade> | null = null;

  /** Whether its first object is, or will be, one of a class, or another one is kept for that. */
  isOf(type: FacadeType): boolean {
    const first = this.shown ?? (this.source as FacadeSource).type.prototype;
    return isOne(first, type) || this.#others?.find(type) !== undefined;
  }

  /** The object that shows it as one of a class; the first one where there is none. */
  as(type: FacadeType): object {
    const { owner } = this;
    if (this.#others === null || isOne(owner, type)) return owner;
    return this.#others.find(type) ?? owner;
  }

  /** As {@link as}, where it is that object from now on unless there is another one. */
  showAs(type: FacadeType, facade: Facade): object {
    if (!this.isOf(type)) {
      this.#others ??= new Facades();
      this.#others.kept = [...this.#others.kept, facade];
      this.shownByAnother();
    }
    return this.as(type);
  }

  protected override makeOwner(): object {
    this.shown = (this.source as FacadeSource).make(this);
    this.source = null;
    return this.shown;
  }

  /** Adds an object that shows this record beside its owner. */
  addFacade(facade: Facade): void {
    if (this.shown === null) this.makeOwner();
    this.#others ??= new Facades();
    this.#others.add(facade);
  }

  /** All that are there, of whatever class. */
  facades(): Facade[] {
    return [this.owner as Facade, ...(this.#others?.live() ?? [])];
  }

  /** Those that are kept: one for each class. */
  keptFacades(): Facade[] {
    return [this.owner as Facade, ...(this.#others?.kept ?? [])];
  }

  /** Called when it is shown by an object of another class, whose collections have it now. */
  protected abstract shownByAnother(): void;
}

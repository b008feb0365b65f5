// >>> block 0
// Import the same way as on frontend
import { ReactiveModel } from 'reactive/model';
import { Item } from 'reactive/entities/item';
import { Collection } from 'reactive/entities/collection';
// <<<

export { Collection, Item, ReactiveModel };

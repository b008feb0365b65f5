export { type ArrayEvents, ReactiveArray } from './array';

export { type MapEvents, ReactiveMap } from './map';

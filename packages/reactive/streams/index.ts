export { type EventStream, type StreamOptions, stream } from './stream';

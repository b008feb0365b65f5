export { Session, sessionOf } from './session';

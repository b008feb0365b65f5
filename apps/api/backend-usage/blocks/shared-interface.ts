// >>> block 10
// types.ts - Used by both client and server
export interface IUser {
  id: string;
  name: string;
  email: string;
}
// <<<

/** The id in the block on usage: that of a user whom the test has made. */
export let userId = '';

export const useId = (id: string): void => {
  userId = id;
};

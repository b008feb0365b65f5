/** What depends on something that lives apart from it, although nobody is told by it. */
interface Lingering {
  /** Depends on that no longer, until it is read again. */
  letGo(): void;
}

const all = new Set<Lingering>();

/** Told of the next collection of garbage. */
const collected = /* @__PURE__ */ new FinalizationRegistry<undefined>(() => {
  const due = [...all];
  all.clear();
  for (const each of due) each.letGo();
});

/**
 * Keeps it alive, with what it belongs to, until garbage is collected: to forget what it depends on as soon as it was
 * read would cost the next reading more than all else.
 */
export const linger = (one: Lingering): void => {
  if (all.size === 0) collected.register({}, undefined);
  all.add(one);
};

import { type ReactNode, StrictMode, Suspense, startTransition, useLayoutEffect } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { deferred } from '../entities/collection/player.fixture';
import { dehydrate, hydrate, scriptText } from '../hydration';
import { Article, Articles, articleServer, publicArticle } from '../hydration/article.fixture';
import { listenerCount } from '../model';
import { currentScope, Scope } from '../registry';
import { useCollection, useItem, useItems, useModel } from './index';
import { type IMember, Member, Members } from './member.fixture';
import { Reading } from './reading';
import { Tracker } from './tracker';

const pause = (milliseconds = 0): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const block = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

/** What the providers of this page answer, and when. */
let answer = deferred<Partial<IMember>>();
const signals: AbortSignal[] = [];
let asked = 0;

class MemberProvider {
  load() {
    asked++;
    return answer.promise;
  }
}

class MembersProvider {
  readonly itemProvider = MemberProvider;
  async list(_specs: unknown, { signal }: { signal?: AbortSignal | undefined } = {}) {
    if (signal !== undefined) signals.push(signal);
    return { items: [{ id: '1', ...(await answer.promise) } as IMember], next: null };
  }
}

const stage = document.body.appendChild(document.createElement('main'));

/** Puts something on the stage until it is told to leave; nothing else is there. */
const show = (node: ReactNode): Root => {
  const root = createRoot(stage);
  root.render(node);
  return root;
};

const Name = ({ member }: { readonly member: Member }) => <i>{useModel(member).name} </i>;
const Loaded = () => <i>{useItem(Member, { id: '1', provider: MemberProvider }).name}</i>;
const Listed = () => {
  const { items } = useItems(Members, { provider: MembersProvider }, { limit: 5 });
  return items.map((member) => <Name key={member.id} member={member} />);
};

/** Renders slowly, so that React gives way in the middle of a transition; tells what it has read. */
const Slow = ({ member, seen }: { readonly member: Member; readonly seen: Set<string> }) => {
  const { name } = useModel(member);
  block(1);
  seen.add(name);
  return <i>{name} </i>;
};

/** Reads one item in many components while it changes and a transition brings more of them. */
const transition = async () => {
  const member = new Member({ name: 'name 0' });
  const [commits, seen] = [[] as string[][], new Set<string>()];
  const Crowd = ({ count }: { readonly count: number }) => {
    useLayoutEffect(() => {
      commits.push([...new Set(stage.textContent.trim().split(/ (?=name)/))]);
    });
    return Array.from({ length: count }, (_, key) => <Slow key={key} member={member} seen={seen} />);
  };
  const root = show(<Crowd count={20} />);
  await pause(100);
  startTransition(() => root.render(<Crowd count={200} />));
  let changes = 0;
  for (; changes < 5; changes++) {
    await pause(15);
    flushSync(() => member.set({ name: `name ${changes + 1}` }));
    commits.push([...new Set(stage.textContent.trim().split(/ (?=name)/))]);
  }
  while (stage.childElementCount < 200) await pause(10);
  const shown = new Set([...stage.children].map(({ textContent }) => textContent.trim()));
  root.unmount();
  return { commits, seen: [...seen], shown: [...shown] };
};

const Count = ({ members, seen }: { readonly members: Members; readonly seen: Set<string> }) => {
  const { size } = useCollection(members);
  block(1);
  seen.add(`${size}`);
  return <i>{size} </i>;
};

/** As {@link transition}, with a list that grows meanwhile. */
const growingList = async () => {
  const members = new Members();
  const [commits, seen] = [[] as string[][], new Set<string>()];
  const counts = (): string[] => [...new Set(stage.textContent.trim().split(' '))];
  const Crowd = ({ count }: { readonly count: number }) => {
    useLayoutEffect(() => void commits.push(counts()));
    return Array.from({ length: count }, (_, key) => <Count key={key} members={members} seen={seen} />);
  };
  const root = show(<Crowd count={20} />);
  await pause(100);
  startTransition(() => root.render(<Crowd count={200} />));
  for (let added = 0; added < 5; added++) {
    await pause(15);
    flushSync(() => members.addItems([{ id: `listed ${added}`, name: 'Listed' }]));
    commits.push(counts());
  }
  while (stage.childElementCount < 200) await pause(10);
  const [shown, { size }] = [counts(), members];
  root.unmount();
  members.dispose();
  return { commits, seen: [...seen], shown, size };
};

/** A page that a server has rendered, taken over with what that had loaded. */
const hydrated = async () => {
  const [scope, server, browser] = [new Scope(), articleServer(3), articleServer(3, (id) => `Other ${id}`)];
  // A boundary is taken over when React comes to it.
  const takenOver = deferred<null>();
  const pageOf = ({ ArticleProvider, ArticlesProvider }: ReturnType<typeof articleServer>) => {
    const Detail = () => {
      useLayoutEffect(() => takenOver.resolve(null));
      return <b>{useItem(Article, { id: '3', provider: ArticleProvider }).title}</b>;
    };
    const List = () =>
      useItems(Articles, { provider: ArticlesProvider }, { orderBy: { title: 'asc' }, limit: 2 }).mapItems(
        (article) => <i key={article.localKey}>{article.title} </i>,
      );
    return (
      <StrictMode>
        <List />
        <Suspense fallback="loading">
          <Detail />
        </Suspense>
      </StrictMode>
    );
  };
  const loaded = scope.run(() => ({
    list: new Articles({ provider: server.ArticlesProvider }),
    item: new Article({ id: '3', provider: server.ArticleProvider }),
  }));
  await Promise.all([loaded.list.load({ orderBy: { title: 'asc' }, limit: 2 }), loaded.item.load()]);
  const html = scope.run(() => renderToString(pageOf(server)));
  const state = scriptText(dehydrate(scope, { read: { articles: publicArticle } }));
  scope.dispose();
  hydrate(currentScope(), JSON.parse(state), {
    entities: { articles: { item: Article, read: publicArticle } },
  });
  stage.innerHTML = html;
  const root = hydrateRoot(stage, pageOf(browser));
  await takenOver.promise;
  await pause(100);
  const taken = stage.innerHTML === html;
  flushSync(() => new Article({ id: '3' }).set({ title: 'Edited' }));
  const text = stage.textContent;
  root.unmount();
  return { taken, text, asked: browser.asked, loaded: [loaded.list.size, loaded.item.title] };
};

/** Shows and hides something of each kind, over and over. */
const mounts = async (kind: 'model' | 'item' | 'items', times: number): Promise<void> => {
  answer = deferred();
  answer.resolve({ id: '1', name: 'Ada' });
  const member = kept;
  const node = { model: <Name member={member} />, item: <Loaded />, items: <Listed /> }[kind];
  const root = createRoot(stage);
  for (let time = 0; time < times; time++) {
    flushSync(() => root.render(<Suspense>{node}</Suspense>));
    // Effects, and what they leave for later.
    if (time % 100 === 0) await pause();
    flushSync(() => root.render(null));
    if (time % 100 === 0) await pause();
  }
  root.unmount();
  await pause(20);
  signals.length = 0;
};

const kept = new Member({ id: 'kept', name: 'Kept' });

/** What the tests of this page do to it. */
const page = {
  transition,
  growingList,
  hydrated,
  mounts,
  mount: async () => {
    show(<Name member={kept} />);
    await pause(50);
  },
  text: () => stage.textContent,
  resolve: (values: Partial<IMember>) => answer.resolve(values),
  /** How much there is of what could be left behind. */
  left: () => ({
    listeners: listenerCount(kept),
    views: currentScope().channel('members').views.size,
  }),
  strict: async () => {
    const member = new Member({ id: 'strict', name: 'Ada' });
    const root = show(
      <StrictMode>
        <Name member={member} />
        <Suspense fallback="loading">
          <Loaded />
        </Suspense>
      </StrictMode>,
    );
    await pause(50);
    const before = stage.textContent;
    answer.resolve({ id: '1', name: 'Grace' });
    // React shows a fallback for a third of a second at least.
    while (stage.textContent === before) await pause(10);
    member.name = 'Alan';
    await pause(50);
    const after = stage.textContent;
    root.unmount();
    return { before, after, asked, left: listenerCount(member) };
  },
  /** A transition to something that is still loading. */
  suspense: async () => {
    const [member, steps] = [new Member({ id: '2', name: 'Ada' }), [] as string[]];
    const root = show(<Name member={member} />);
    await pause(50);
    startTransition(() =>
      root.render(
        <>
          <Name member={member} />
          <Loaded />
        </>,
      ),
    );
    for (const step of [
      () => member.set({ name: 'Lovelace' }),
      () => answer.resolve({ id: '1', name: 'Grace' }),
      () => new Member({ id: '1' }).set({ name: 'Hopper' }),
    ]) {
      step();
      await pause(50);
      steps.push(stage.textContent.trim());
    }
    root.unmount();
    return steps;
  },
  /** Goes away before what it waits for has come. */
  leave: async () => {
    const root = show(
      <Suspense fallback="loading">
        <Listed />
        <Loaded />
      </Suspense>,
    );
    await pause(50);
    const text = stage.textContent;
    root.unmount();
    await pause(50);
    const aborted = signals.map((signal) => signal.aborted);
    answer.resolve({ id: '1', name: 'Grace' });
    await pause(50);
    return { text, aborted, after: stage.textContent, known: new Member({ id: '1' }).name, asked };
  },
  classes: { Tracker, Reading, Members },
};

export type StagePage = typeof page;
Object.assign(window, { page });

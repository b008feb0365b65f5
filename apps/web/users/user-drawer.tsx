import { Button, Drawer, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { connection } from '../connection';
import { DrawerBoundary } from './drawer-boundary';
import { desk } from './editing-desk';
import { isManager, isMe } from './permissions';
import type { ListNavigation } from './use-list-address';
import type * as UserEditorModule from './user-editor';

const ATTEMPTS = 10;
const PAUSE = 2_000;

/** Loads the form. A server that is away is waited for: what failed once stays failed in a lazy component. */
const importEditor = async (attempt = 1): Promise<typeof UserEditorModule> => {
  try {
    return await import('./user-editor');
  } catch (error) {
    if (attempt === ATTEMPTS) throw error;
    connection.lost = true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return importEditor(attempt + 1);
  }
};

const UserEditor = lazy(async () => ({ default: (await importEditor()).UserEditor }));

const EditorSkeleton = () => (
  <Stack gap="lg" component="output" aria-label="Loading">
    {[0, 1, 2, 3].map((field) => (
      <div key={field}>
        <Skeleton height={12} width={70} mb={8} />
        <Skeleton height={36} />
      </div>
    ))}
  </Stack>
);

// One press of Escape reaches every modal that is open, also one that opens while it is handed on.
const later = (run: () => void): void => void setTimeout(run);

interface DiscardDialogProps {
  readonly opened: boolean;
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}

const DiscardDialog = ({ opened, onKeep, onDiscard }: DiscardDialogProps) => (
  <Modal
    opened={opened}
    onClose={onKeep}
    title="Discard your changes?"
    centered
    size="sm"
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <Text size="sm">What you typed is not saved yet.</Text>
    <Group justify="flex-end" mt="lg" gap="xs">
      <Button variant="default" data-autofocus onClick={onKeep}>
        Keep editing
      </Button>
      <Button color="red" onClick={onDiscard}>
        Discard
      </Button>
    </Group>
  </Modal>
);

/** While the drawer slides out it still shows what it showed; opened again, even meanwhile, it starts anew. */
const useVisit = (opened: string | undefined) => {
  const [last, setLast] = useState(opened);
  const [{ shown, visit }, setVisit] = useState({ shown: opened, visit: 0 });
  if (opened !== last) {
    setLast(opened);
    if (opened !== undefined) setVisit({ shown: opened, visit: visit + 1 });
  }
  return { shown, visit };
};

const titleOf = (shown: string | undefined): string => {
  if (shown === 'new') return 'New user';
  return isManager() || (shown !== undefined && isMe({ id: shown })) ? 'Edit user' : 'User';
};

interface UserDrawerProps {
  readonly opened: string | undefined;
  readonly navigation: ListNavigation;
}

/** One user beside the list. */
export const UserDrawer = ({ opened, navigation }: UserDrawerProps) => {
  const { shown, visit } = useVisit(opened);
  const [isAsking, setAsking] = useState(false);
  // Both close at once: of two that close one after the other, neither knows where the focus belongs.
  if (isAsking && opened === undefined) setAsking(false);
  useEffect(() => {
    // Nobody should wait for the form that has seen the list for a moment.
    const timer = setTimeout(() => void importEditor(ATTEMPTS).catch(() => undefined), 1_000);
    return () => clearTimeout(timer);
  }, []);

  const leave = (): void => {
    if (opened !== undefined) desk.forget(opened);
    navigation.close();
  };
  const askToLeave = (): void => {
    if (opened !== undefined && desk.find(opened)?.dirty === true) later(() => setAsking(true));
    else leave();
  };
  const title = titleOf(shown);
  useDocumentTitle(opened === undefined ? 'Users' : `${title} · Users`);
  return (
    <>
      <Drawer
        opened={opened !== undefined}
        onClose={askToLeave}
        position="right"
        size="md"
        title={title}
        closeOnEscape={!isAsking}
        closeButtonProps={{ 'aria-label': 'Close' }}
        classNames={{ content: 'user-drawer', body: 'user-drawer-body', title: 'user-drawer-title' }}
      >
        {shown !== undefined && (
          <DrawerBoundary key={visit} onClose={leave}>
            <Suspense fallback={<EditorSkeleton />}>
              <UserEditor id={shown} onSaved={leave} onCancel={askToLeave} />
            </Suspense>
          </DrawerBoundary>
        )}
      </Drawer>
      <DiscardDialog opened={isAsking} onKeep={() => later(() => setAsking(false))} onDiscard={leave} />
    </>
  );
};

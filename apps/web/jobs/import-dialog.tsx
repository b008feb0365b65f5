import {
  Alert,
  Button,
  FileInput,
  Group,
  Modal,
  Progress,
  Radio,
  ScrollArea,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { isImported, MAX_IMPORT_ROWS } from '@myapp/core/jobs';
import { IconAlertTriangle, IconFileTypeCsv } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { toasts } from '../toasts';
import { type FilePreview, previewOf } from './preview';
import { type Duplicates, type Sending, useSending } from './use-sending';

const rows = new Intl.NumberFormat();

/** What is to be imported, as far as it has been chosen. */
const useChosenFile = () => {
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<FilePreview>();
  // The same for each attempt to send one file: an answer that was lost begins no second import.
  const [key, setKey] = useState('');
  const last = useRef<File | null>(null);
  const choose = async (chosen: File | null): Promise<void> => {
    last.current = chosen;
    setFile(chosen);
    setKey(crypto.randomUUID());
    setPreview(undefined);
    if (chosen === null) return;
    const found = await previewOf(chosen);
    if (last.current === chosen) setPreview(found);
  };
  return { file, preview, key, choose };
};

const Preview = ({ preview: { header, columns, names, rows: shown } }: { readonly preview: FilePreview }) => (
  <ScrollArea
    className="import-preview"
    viewportProps={{ role: 'region', 'aria-label': 'How the file begins', tabIndex: 0 }}
  >
    <Table fz="xs" withColumnBorders>
      <Table.Thead>
        <Table.Tr>
          {header.map((text, at) => {
            const isKnown = (columns as readonly string[]).includes(names[at] ?? '');
            return (
              <Table.Th key={at} data-unknown={!isKnown || undefined}>
                {text || '(no name)'}
              </Table.Th>
            );
          })}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map((values, row) => (
          <Table.Tr key={row}>
            {header.map((_, at) => (
              <Table.Td key={at}>{values[at]}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </ScrollArea>
);

/** What a file has that is not taken from it: people should not wonder where it went. */
const Skipped = ({ columns }: Pick<FilePreview, 'columns'>) => {
  const names = columns.filter((column) => !isImported(column));
  return (
    names.length > 0 && (
      <Text size="xs" c="dimmed">
        Not imported: {names.join(', ')}.
      </Text>
    )
  );
};

const Problems = ({ title, problems }: { readonly title: string; readonly problems: readonly string[] }) => (
  <Alert color="red" icon={<IconAlertTriangle size={18} />} title={title} role="alert">
    {problems.map((problem) => (
      <Text size="sm" key={problem}>
        {problem}
      </Text>
    ))}
  </Alert>
);

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

/** How far a file is on its way, which may take minutes. */
const Sent = ({ share }: { readonly share: number }) => (
  <Stack gap={4}>
    <Progress.Root>
      <Progress.Section value={share * 100} aria-label="Sent of the file" />
    </Progress.Root>
    <Text size="xs" c="dimmed">
      {share < 1 ? `${percent.format(share)} sent` : 'The file is sent, and looked at…'}
    </Text>
  </Stack>
);

interface FormProps {
  readonly sending: Sending;
  readonly onClose: () => void;
}

const ImportForm = ({ sending: { failure, forget, sent, send, stop }, onClose }: FormProps) => {
  const { file, preview, key, choose } = useChosenFile();
  const [duplicates, setDuplicates] = useState<Duplicates>('refuse');
  const problems = preview?.problems ?? [];
  const isReady = file !== null && preview !== undefined && problems.length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void send(file, duplicates, key);
      }}
    >
      <Stack gap="md">
        <FileInput
          label="CSV file"
          description={`UTF-8, with a first line that names the columns: name, email, and any of role, status, id. At most ${rows.format(MAX_IMPORT_ROWS)} rows.`}
          placeholder="Choose a file"
          accept=".csv,text/csv"
          leftSection={<IconFileTypeCsv size={18} />}
          clearable
          clearButtonProps={{ 'aria-label': 'Choose no file' }}
          value={file}
          data-autofocus
          onChange={(chosen) => {
            forget();
            void choose(chosen);
          }}
        />
        {preview !== undefined && preview.header.length > 0 && <Preview preview={preview} />}
        {preview !== undefined && <Skipped columns={preview.columns} />}
        {problems.length > 0 && <Problems title="This file cannot be imported" problems={problems} />}
        {failure.length > 0 && <Problems title="The file was refused" problems={failure} />}
        <Radio.Group
          label="If somebody has the e-mail of a row already"
          value={duplicates}
          onChange={(value) => setDuplicates(value === 'update' ? 'update' : 'refuse')}
        >
          <Stack gap={6} mt={8}>
            <Radio value="refuse" label="Leave them as they are, and report the row" />
            <Radio value="update" label="Change what the row gives of them" />
          </Stack>
        </Radio.Group>
        {sent !== undefined && <Sent share={sent.share} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={sent === undefined ? onClose : stop}>
            Cancel
          </Button>
          <Button type="submit" loading={sent !== undefined} disabled={!isReady}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for a file of users, shows how it begins, and has it imported. Closed while it sends, it stops that. */
export const ImportDialog = ({ opened, onClose }: DialogProps) => {
  const sending = useSending(onClose);
  const close = (): void => {
    const { sent } = sending;
    sending.stop();
    sending.forget();
    if (sent !== undefined) toasts.info({ message: `The sending of ${sent.name} was stopped.` });
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Import users"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ImportForm sending={sending} onClose={close} />
    </Modal>
  );
};

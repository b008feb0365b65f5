import { type ColumnReading, readColumns } from '@myapp/core/jobs';
import Papa from 'papaparse';

/** How a file begins. */
export interface FilePreview extends ColumnReading {
  /** As the first line has them. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows that are shown. */
const SHOWN = 5;

/** Bytes that are read for it: the file may be large. */
const HEAD = 64 * 1024;

/** Reads how a file begins, whatever its values are separated by. */
export const previewOf = async (file: File): Promise<FilePreview> => {
  const text = await file.slice(0, HEAD).text();
  const { data } = Papa.parse<string[]>(text, { preview: SHOWN + 1, skipEmptyLines: true });
  const [header = [], ...rows] = data;
  return { ...readColumns(header), header, rows };
};

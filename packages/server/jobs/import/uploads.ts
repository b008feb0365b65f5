import { randomUUID } from 'node:crypto';
import { prisma } from '../../database/current';

/** Bytes that are kept in one row. */
const CHUNK = 64 * 1024;

/** Keeps a file piece by piece, as it arrives: a process holds one piece of it at a time. */
export class UploadWriter {
  readonly id = randomUUID();
  #seq = 0;
  #pending: Uint8Array[] = [];
  #size = 0;

  async open(): Promise<void> {
    await prisma.$executeRaw`INSERT INTO uploads (id) VALUES (${this.id})`;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#pending.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= CHUNK) await this.flush();
  }

  /** Keeps what was not kept yet. */
  async flush(): Promise<void> {
    if (this.#size === 0) return;
    const bytes = new Uint8Array(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#size = 0;
    await prisma.uploadChunk.create({
      data: { uploadId: this.id, seq: this.#seq, bytes },
      select: { seq: true },
    });
    this.#seq += 1;
  }
}

/** What was kept of a file, in its order. */
export async function* readUpload(uploadId: string): AsyncGenerator<Uint8Array, void, void> {
  for (let seq = 0; ; seq += 1) {
    const chunk = await prisma.uploadChunk.findUnique({ where: { uploadId_seq: { uploadId, seq } } });
    if (chunk === null) return;
    yield chunk.bytes;
  }
}

/** Whether a file is there. */
export async function hasUpload(id: string): Promise<boolean> {
  return (await prisma.upload.count({ where: { id } })) > 0;
}

/** Says for which job a file is: it stays as long as that needs it. */
export async function giveUpload(id: string, jobId: string): Promise<void> {
  await prisma.upload.update({ where: { id }, data: { jobId }, select: { id: true } });
}

/** Removes a file. */
export async function discardUpload(id: string): Promise<void> {
  await prisma.upload.deleteMany({ where: { id } });
}

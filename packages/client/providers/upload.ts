/** How a file is sent. */
export interface Upload {
  readonly file: Blob;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Told how much of the file has been sent: from 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/**
 * Posts a file as `fetch` does, telling how far it is, which `fetch` cannot.
 *
 * @throws TypeError when the address cannot be reached, and the signal's reason when it aborts
 */
export function upload(url: string, { file, headers, signal, onProgress }: Upload): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => resolve(new Response(request.responseText || null, { status: request.status }));
    request.onerror = () => reject(new TypeError('Failed to send the file'));
    request.onabort = () =>
      reject(signal?.reason ?? new DOMException('The upload was aborted', 'AbortError'));
    request.onloadend = () => signal?.removeEventListener('abort', abort);
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    signal?.addEventListener('abort', abort);
    request.send(file);
  });
}

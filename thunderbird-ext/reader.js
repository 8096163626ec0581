/* A worker that reads files: a block at a time, its digest, and its bytes in base64 where they are wanted. In a thread of its own because the
 * page's has enough to do with handing them over. */

onmessage = async ({ data: { id, file, offset, length, chunk } }) => {
  try {
    const buffer = await file.slice(offset, offset + length).arrayBuffer();
    if (buffer.byteLength < Math.min(length, file.size - offset)) {
      throw new Error("the file became shorter");
    }
    const digest = await crypto.subtle.digest("SHA-256", buffer);
    const bytes = new Uint8Array(buffer);
    const pieces = [];
    for (let at = 0; chunk && (at < bytes.length || at === 0); at += chunk) {
      pieces.push(bytes.subarray(at, at + chunk).toBase64());
    }
    postMessage({ id, digest, pieces });
  } catch (error) {
    postMessage({ id, error: String(error) });
  }
};

/** A block of a PEM file (RFC 7468). */
export interface PemBlock {
  /** What the block says it is, for instance `CERTIFICATE`. */
  readonly type: string;
  /** Whether it is encrypted the way OpenSSL did before PKCS#8. */
  readonly encrypted: boolean;
  readonly der: Buffer;
  /** The block itself. */
  readonly text: string;
}

const BLOCK = /^-----BEGIN ([^\n-]+)-----[ \t]*\n([\s\S]*?)^-----END \1-----/gm;

/** The blocks of a PEM file in their order. Text around them is skipped: `openssl x509 -text` puts some there. */
export function pemBlocks(file: string): PemBlock[] {
  return [...file.replace(/\r\n?/g, '\n').matchAll(BLOCK)].map(([text, type, body]) => {
    const [, headers, base64] = /^((?:[^\n:]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*)([\s\S]*)$/.exec(body)!;
    return { type, encrypted: headers.includes('ENCRYPTED'), der: Buffer.from(base64, 'base64'), text: `${text}\n` };
  });
}

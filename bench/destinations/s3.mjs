// `s3`, an object for each batch, compressed.
import { gzipped, joinBare } from './bare-http.mjs';

const BUCKET = 'bench';
/** s3rver's own. */
const KEY = 'S3RVER';

export const s3 = {
  type: 's3',
  what: 's3 (NDJSON, gzip)',
  bareClient: 'join lines, gzip, PutObject of the same SDK',
  receiver: 's3',
  receiverOptions: () => ({ bucket: BUCKET }),
  settings: (port) => ({
    bucket: BUCKET,
    partition: '',
    endpoint: `http://127.0.0.1:${port}`,
    access_key_id: { env: 'ID' },
    secret_access_key: { env: 'KEY' },
  }),
  secrets: { access_key_id: KEY, secret_access_key: KEY },
  async openBare(port) {
    const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: KEY, secretAccessKey: KEY },
    });
    const put = async (batch) =>
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: `bare-${batch.after}-${batch.to}.ndjson.gz`,
        Body: await gzipped(joinBare(batch)),
        ContentType: 'application/gzip',
      });
    return { write: async (batch) => client.send(await put(batch)), close: async () => client.destroy() };
  },
};

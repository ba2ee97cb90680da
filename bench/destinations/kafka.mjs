// `kafka`, compressed, as it is by default.
import kafkajs from 'kafkajs';

const TOPIC = 'bench';

export const kafka = {
  type: 'kafka',
  what: 'kafka (gzip)',
  bareClient: 'producer.send of the same SDK, same headers',
  receiver: 'kafka',
  receiverOptions: () => TOPIC,
  settings: (port) => ({ brokers: [`127.0.0.1:${port}`], topic: TOPIC, tls: false }),
  async openBare(port) {
    const { CompressionTypes, Kafka, logLevel, Partitioners } = kafkajs;
    const client = new Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: logLevel.ERROR });
    const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const send = ({ deliveries }) =>
      producer.send({
        topic: TOPIC,
        acks: -1,
        compression: CompressionTypes.GZIP,
        messages: deliveries.map(toMessage),
      });
    return { write: send, close: () => producer.disconnect() };
  },
};

function toMessage({ event, line }) {
  const headers = {
    event_id: event.key,
    event_type: event.type,
    workspace: event.workspace,
    journal: 'bench',
    position: String(event.position),
  };
  return { key: event.workspace, value: line, headers };
}

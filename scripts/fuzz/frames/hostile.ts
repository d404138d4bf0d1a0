import * as fc from 'fast-check';

/** A frame's text that takes about so many bytes. */
type Grown = (bytes: number) => string;

const TIME = '2026-01-02T03:04:05Z';

function call(action: string, payload: string, id = 'hostile'): string {
  return `[2,${JSON.stringify(id)},${JSON.stringify(action)},${payload}]`;
}

function list(element: string, bytes: number): string {
  return `[${Array.from({ length: Math.ceil(bytes / (element.length + 1)) }, () => element).join(',')}]`;
}

function fields(bytes: number): string {
  return Array.from({ length: Math.ceil(bytes / 12) }, (_, index) => `"field${index}":1`).join(',');
}

function nested(open: string, close: string, bytes: number): string {
  const depth = Math.floor(bytes / (open.length + close.length));
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

function start(field: string, value: string): string {
  const sound = { connectorId: '1', idTag: '"CARD-001"', meterStart: '1', timestamp: `"${TIME}"` };
  const payload = Object.entries({ ...sound, [field]: value });
  return call('StartTransaction', `{${payload.map(([name, json]) => `"${name}":${json}`).join(',')}}`);
}

function meterValues(meterValue: string): string {
  return call('MeterValues', `{"connectorId":1,"meterValue":${meterValue}}`);
}

function stop(transactionData: string): string {
  return call(
    'StopTransaction',
    `{"transactionId":"@transaction","meterStop":9,"timestamp":"${TIME}","transactionData":${transactionData}}`,
  );
}

function samples(sampledValue: string): string {
  return `[{"timestamp":"${TIME}","sampledValue":${sampledValue}}]`;
}

/** Elements by which a list gets long: sound, faulty in one way or in all, or no elements at all. */
const meterElements = ['1', 'null', '{}', '[]', `{"timestamp":"x","sampledValue":{"value":"1"}}`];
const sampleElements = [
  '1',
  '{}',
  '{"value":"1"}',
  '{"value":1}',
  '{"value":1,"unit":"x","phase":"y","more":2}',
  '{"value":"1","unit":null,"context":null}',
  // Short as it came, four times as long when it is written down again.
  '1e20',
];

const shapes: readonly Grown[] = [
  ...['[', '{"a":'].flatMap((open) => {
    const close = open === '[' ? ']' : '}';
    const deep: Grown = (bytes) => nested(open, close, bytes);
    return [
      deep,
      (bytes: number) => `[2,"hostile","Heartbeat",${deep(bytes)}]`,
      (bytes: number) => `[2,${deep(bytes)},"Heartbeat",{}]`,
      (bytes: number) => `[3,"hostile",${deep(bytes)}]`,
      (bytes: number) => `[4,"hostile","GenericError","",${deep(bytes)}]`,
      (bytes: number) => call('Heartbeat', `{"deep":${deep(bytes)}}`),
      (bytes: number) => call('DataTransfer', `{"vendorId":"x","data":${deep(bytes)}}`),
      (bytes: number) => start('idTag', deep(bytes)),
      (bytes: number) => start('meterStart', deep(bytes)),
      (bytes: number) => meterValues(deep(bytes)),
      (bytes: number) => meterValues(samples(deep(bytes))),
      (bytes: number) => meterValues(samples(`[{"value":${deep(bytes)}}]`)),
      (bytes: number) => stop(deep(bytes)),
      (bytes: number) => stop(samples(`[{"value":"1","deep":${deep(bytes)}}]`)),
    ];
  }),
  ...meterElements.flatMap((element) => [
    (bytes: number) => meterValues(list(element, bytes)),
    (bytes: number) => stop(list(element, bytes)),
  ]),
  ...sampleElements.flatMap((element) => [
    (bytes: number) => meterValues(samples(list(element, bytes))),
    (bytes: number) => stop(samples(list(element, bytes))),
    (bytes: number) => call('DataTransfer', `{"vendorId":"x","data":${list(element, bytes)}}`),
  ]),
  (bytes) => meterValues(list(`{"timestamp":"${TIME}","sampledValue":[{"value":"1"}]}`, bytes)),
  (bytes) => call('Heartbeat', `{${fields(bytes)}}`),
  (bytes) => start('idTag', `"x",${fields(bytes)}`),
  (bytes) => meterValues(samples(`[{"value":"1",${fields(bytes)}}]`)),
  ...['x', '9', ' ', '🚗', '\\u0000', '\\ud83d', '\\"', '.'].flatMap((text) => {
    const long: Grown = (bytes) => `"${text.repeat(bytes / Buffer.byteLength(text))}"`;
    return [
      (bytes: number) => start('idTag', long(bytes)),
      (bytes: number) => start('meterStart', long(bytes)),
      (bytes: number) => start('timestamp', long(bytes)),
      (bytes: number) => meterValues(samples(`[{"value":${long(bytes)},"unit":${long(10)}}]`)),
      (bytes: number) => meterValues(samples(`[{"value":"1","measurand":${long(bytes)}}]`)),
      (bytes: number) => call('DataTransfer', `{"vendorId":"x","data":${long(bytes)}}`),
      (bytes: number) =>
        call(
          'BootNotification',
          `{"chargePointVendor":"V","chargePointModel":"M","firmwareVersion":${long(bytes)}}`,
        ),
      (bytes: number) =>
        call('StatusNotification', `{"connectorId":1,"errorCode":"NoError","status":${long(bytes)}}`),
      (bytes: number) =>
        call(
          'StatusNotification',
          `{"connectorId":1,"errorCode":"NoError","status":"Available","info":${long(bytes)}}`,
        ),
      (bytes: number) => call('SignCertificate', `{"csr":${long(bytes)}}`),
      (bytes: number) => `[2,${long(bytes)},"Heartbeat",{}]`,
      (bytes: number) => `[2,"hostile",${long(bytes)},{}]`,
      long,
    ];
  }),
  (bytes) => start('meterStart', '9'.repeat(bytes)),
  (bytes) => meterValues(samples(`[{"value":0.${'3'.repeat(bytes)}}]`)),
  (bytes) => `[2,${'7'.repeat(bytes)},"Heartbeat",{}]`,
];

/** As long as a frame may be, with room for what stands around what grows. */
const LARGEST = 1024 * 1024 - 300;

/** Frames that are well formed, more or less, and meant to cost the server time, memory or its temper. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(fc.nat(shapes.length - 1), fc.double({ min: 2, max: 6.1, noNaN: true }))
  .map(([shape, magnitude]) => shapes[shape]?.(Math.min(Math.round(10 ** magnitude), LARGEST)) ?? '');

/** Over the limit of 1 MiB, by one byte or by far. */
export const tooLargeText: fc.Arbitrary<string> = fc
  .constantFrom(1024 * 1024 + 1, 1024 * 1024 + 1, 2 ** 21)
  .map((bytes) => {
    const frame = call('Heartbeat', '{}');
    return frame + ' '.repeat(bytes - frame.length);
  });

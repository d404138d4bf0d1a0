interface TutorialOptions {
  url: string;
  apiKey: string;
  chargeBoxId: string;
  /** Without one, steps 2 and 5 are the reader's own charger's. */
  hasDemoCharger: boolean;
  plugInAfterSeconds: number;
}

/** "Your First Charging Session" as commands for a POSIX shell, to be pasted one after the other. */
export function tutorial(options: TutorialOptions): string {
  const { url, chargeBoxId, hasDemoCharger } = options;
  const api = `${url}/api/v1`;
  const key = `-H "X-API-Key: ${options.apiKey}"`;
  const get = (path: string): string => `curl "${api}${path}" ${key}`;
  const post = (path: string, body?: object): string => {
    const content = body ? ` -H "Content-Type: application/json" -d '${JSON.stringify(body)}'` : '';
    return `curl -X POST "${api}${path}" ${key}${content}`;
  };
  const connectionUrl = `${url.replace(/^http/, 'ws')}/ocpp/${chargeBoxId}`;
  const connectorStatus = get(`/chargers/${chargeBoxId}/connectors/1/status`);
  const running = get(`/transactions?chargeBoxId=${chargeBoxId}&status=in_progress`);
  const registration = {
    chargeBoxId,
    name: 'Office Parking Charger',
    location: 'Building A, Parking Level 1',
  };
  const steps: [title: string, ...commands: string[]][] = [
    ['Register the charger', post('/chargers', registration)],
    [hasDemoCharger ? 'Connect the charger: it does by itself' : `Connect the charger to ${connectionUrl}`],
    ['Verify the charger is online', get('/chargers'), get(`/chargers/${chargeBoxId}`)],
    ['Check connector status', connectorStatus],
    [
      hasDemoCharger
        ? `Plug in the cable: it does ${options.plugInAfterSeconds} s after step 1, or at the key p here`
        : 'Plug in the cable',
      connectorStatus,
    ],
    [
      'Start a charging session',
      post('/transactions/start', { chargeBoxId, connectorId: 1, idTag: 'USER-001' }),
    ],
    [
      'Verify charging is in progress, and save the transactionId',
      connectorStatus,
      running,
      `TRANSACTION=$(${running.replace('curl', 'curl -s')} | ${firstTransactionId}); echo "$TRANSACTION"`,
    ],
    ['Stop the charging session', post('/transactions/$TRANSACTION/stop')],
    ['Check the results', get('/transactions/$TRANSACTION')],
  ];
  return steps
    .map(([title, ...commands], index) => [`# Step ${index + 1}: ${title}`, ...commands].join('\n'))
    .join('\n\n');
}

/** Works with what every shell has, without jq. */
const firstTransactionId = `grep -o '"transactionId": *"[^"]*"' | head -n 1 | cut -d '"' -f 4`;

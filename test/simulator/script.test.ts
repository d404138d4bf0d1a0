import { expect, test } from 'vitest';

import { parseScript } from '../../src/simulator/script.ts';
import { runScript } from '../../src/simulator/script-runner.ts';
import { sampleProfile } from './charging-profile-samples.ts';
import { useTestbed } from './testbed.ts';

const testbed = useTestbed();

test('fills in what a step leaves out', () => {
  expect(
    parseScript([{ step: 'plugIn' }, { step: 'expectStatus', status: 'Preparing' }, { step: 'exit' }]),
  ).toEqual({
    ok: true,
    value: [
      { step: 'plugIn', connectorId: 1 },
      { step: 'expectStatus', connectorId: 1, status: 'Preparing', withinSeconds: 10 },
      { step: 'exit', code: 0 },
    ],
  });
});

test.each([
  [{ step: 'connect' }, 'a script is a list of steps'],
  [[{ step: 'connect' }, { step: 'dance' }], 'step 2, step'],
  [[{ step: 'setMeter', wh: -1 }], 'step 1, wh'],
  [[{ step: 'wait', seconds: 1, minutes: 2 }], 'step 1'],
  [[{ step: 'call', action: 'Reset' }], 'step 1, action: no action that a charger may call'],
])('%j is refused with the step that is wrong', (content, message) => {
  const parsed = parseScript(content);
  expect(parsed.ok ? '' : parsed.error).toContain(message);
});

async function runSteps(...content: object[]) {
  const { clock, createCharger } = testbed();
  const steps = parseScript(content);
  if (!steps.ok) throw new Error(steps.error);
  return runScript(steps.value, { charger: createCharger(), clock, vehicle: null, idTag: 'CARD-001' });
}

test('plays a session with the server, and its own CALLs', async () => {
  const outcome = await runSteps(
    { step: 'connect' },
    { step: 'plugIn' },
    { step: 'expectStatus', status: 'Preparing' },
    { step: 'tap' },
    { step: 'expect', event: 'transactionStarted' },
    { step: 'setMeter', wh: 28_730 },
    { step: 'call', action: 'DataTransfer', request: { vendorId: 'somebody' } },
    { step: 'unplug' },
    { step: 'expect', event: 'stopConfirmed' },
    { step: 'idle' },
    { step: 'exit', code: 3 },
    { step: 'connect' },
  );
  expect(outcome).toEqual({ ok: true, value: 3 });
  expect(testbed().server.paramsOf('StopTransaction')).toMatchObject([
    { meterStop: 28_730, reason: 'EVDisconnected' },
  ]);
});

test('tells of its security, and asks for a certificate', async () => {
  const { server } = testbed();
  server.setAnswers({ SignCertificate: () => ({ status: 'Accepted' }) });
  const outcome = await runSteps(
    { step: 'connect' },
    { step: 'securityEvent', techInfo: 'lid open' },
    { step: 'renewCertificate' },
    { step: 'expect', event: 'certificateRequested' },
    { step: 'failInstall' },
    { step: 'idle' },
  );
  expect(outcome).toEqual({ ok: true, value: 0 });
  expect(server.paramsOf('SecurityEventNotification')).toMatchObject([
    { type: 'TamperDetectionActivated', techInfo: 'lid open' },
  ]);
  expect(server.paramsOf('SignCertificate')).toHaveLength(1);
});

test('ends with the step that failed and how', async () => {
  expect(
    await runSteps({ step: 'connect' }, { step: 'expectStatus', status: 'Charging', withinSeconds: 0.01 }),
  ).toEqual({ ok: false, error: 'step 2, expectStatus: the connector is Available after 0.01 s' });
  expect(await runSteps({ step: 'plugIn', connectorId: 7 })).toEqual({
    ok: false,
    error: 'step 1, plugIn: there is no connector 7',
  });
});

test('waits for the power that a charging profile brings', async () => {
  const { server } = testbed();
  const running = runSteps(
    { step: 'connect' },
    { step: 'plugIn' },
    { step: 'tap' },
    { step: 'expectPower', watts: 14_984 },
    { step: 'expectPower', watts: 3680 },
    { step: 'expect', event: 'limitChanged' },
  );
  await server.told(1, 'Charging');
  await server.command('CP-OFFICE-01', 'SetChargingProfile', {
    connectorId: 1,
    csChargingProfiles: sampleProfile([[0, 16]], {}, { chargingRateUnit: 'A' }),
  });
  expect(await running).toEqual({ ok: true, value: 0 });
  expect(await runSteps({ step: 'expectPower', watts: 9, withinSeconds: 0.01 })).toEqual({
    ok: false,
    error: 'step 1, expectPower: the power is 0 W after 0.01 s',
  });
});

import type { z } from '@hono/zod-openapi';
import { CONNECTOR_EXAMPLE } from '../connectors/connector.ts';
import type { Charger } from './charger-body.ts';

/** A charger for the reference. */
export const CHARGER_EXAMPLE: z.input<typeof Charger> = {
  chargeBoxId: 'CP-OFFICE-01',
  name: 'Office Parking Charger',
  location: 'Building A, Parking Level 1',
  status: 'online',
  isOnline: true,
  isStale: false,
  lastHeartbeat: '2025-01-15T10:32:00Z',
  connectedSince: '2025-01-15T10:31:00Z',
  clockSkewSeconds: 0,
  connectionUrl: 'wss://capacitor.example.com/ocpp/CP-OFFICE-01',
  vendor: 'ABB',
  model: 'Terra AC',
  firmwareVersion: '1.6.6',
  boot: {
    vendor: 'ABB',
    model: 'Terra AC',
    chargePointSerialNumber: 'T2-00412',
    chargeBoxSerialNumber: null,
    firmwareVersion: '1.6.6',
    iccid: null,
    imsi: null,
    meterType: null,
    meterSerialNumber: null,
    bootedAt: '2025-01-15T10:31:01Z',
  },
  connectors: [CONNECTOR_EXAMPLE],
  id: 'chg_0194678d5a107c3e9f5b2a6c1d8e4f70',
  serialNumber: null,
  registration: 'Accepted',
  enabled: true,
  securityProfile: 0,
  hasPassword: false,
  labels: ['office'],
  settings: {
    strict: false,
    requireSubprotocol: false,
    heartbeatInterval: 60,
    timeoutSeconds: 30,
    allowShortPassword: false,
  },
  firmwareHistory: [{ firmwareVersion: '1.6.6', since: '2025-01-15T10:31:01Z' }],
  flags: {
    noSubprotocol: {
      count: 1,
      firstAt: '2025-01-15T10:31:00Z',
      lastAt: '2025-01-15T10:31:00Z',
      example: null,
    },
  },
  registeredAt: '2025-01-15T10:30:00Z',
};

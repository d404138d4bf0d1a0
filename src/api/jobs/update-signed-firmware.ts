import { SignedUpdateFirmware } from '../../ocpp/v16/messages/security/signed-update-firmware.ts';
import { invalidField } from '../errors/api-error.ts';
import { defineJobRoute } from './define-job-route.ts';
import { isLocation, LOCATION_RULE } from './location.ts';

const { location, retrieveDateTime, installDateTime, signingCertificate, signature } =
  SignedUpdateFirmware.request.shape.firmware.shape;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const updateSignedFirmware = defineJobRoute(SignedUpdateFirmware, {
  path: 'firmware/update-signed',
  operationId: 'updateSignedFirmware',
  summary: 'Update a charger’s firmware, signed',
  description:
    'The security extension’s way: the charger checks the signature before it installs. The certificate has to be readable and in date.',
  fields: {
    location: location.refine(isLocation, LOCATION_RULE).describe('Where the firmware is.'),
    retrieveDateTime: retrieveDateTime.optional().describe('Not to be fetched before; default now.'),
    installDateTime: installDateTime.describe('Not to be installed before.'),
    signingCertificate: signingCertificate.describe('The certificate of the signer, PEM.'),
    signature: signature
      .refine((value) => value !== '' && BASE64.test(value), 'Must be base64')
      .describe('The signature of the file, base64.'),
  },
  example: {
    location: 'https://example.com/firmware/1.5.0.bin',
    signingCertificate: '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n',
    signature: 'MEUCIQDx',
  },
  answer: { status: 'Accepted' },
  toPayload: async (firmware) => {
    const { findCertificateFault } = await import('./signing-certificate.ts');
    const fault = findCertificateFault(firmware.signingCertificate, Date.now());
    if (fault !== null) throw invalidField('body', 'signingCertificate', 'certificate', fault);
    return { firmware };
  },
});

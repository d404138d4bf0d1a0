import { InstallCertificate } from '../../ocpp/v16/messages/security/install-certificate.ts';
import { defineCommandRoute } from '../commands/define-command-route.ts';
import { invalidField } from '../errors/api-error.ts';

export const installCertificate = defineCommandRoute(InstallCertificate, {
  path: 'certificates',
  operationId: 'installCertificate',
  summary: 'Install a root certificate in a charger',
  description:
    'CentralSystemRootCertificate is what the charger checks this system with, ManufacturerRootCertificate what it checks firmware with. The certificate has to be readable, in date and that of a certificate authority; the raw route sends any. Accepted: the charger has it; Rejected: it found it invalid; Failed: it could not store it.',
  example: {
    certificateType: 'CentralSystemRootCertificate',
    certificate: '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n',
  },
  answer: { status: 'Accepted' },
  toCommand: async (body) => {
    const { certificateType, certificate } = InstallCertificate.request.parse(body);
    const { readRootCertificate } = await import('../../lib/x509/root-certificate.ts');
    const read = await readRootCertificate(certificate, Date.now());
    if (!read.ok) throw invalidField('body', 'certificate', 'certificate', read.reason);
    return { action: 'InstallCertificate', payload: { certificateType, certificate: read.root.pem } };
  },
});

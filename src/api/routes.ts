import { createAccount } from './accounts/create-account.ts';
import { readAccount } from './accounts/read-account.ts';
import { updateAccount } from './accounts/update-account.ts';
import { changeAvailability } from './commands/change-availability.ts';
import { clearCache } from './commands/clear-cache.ts';
import { listCommands } from './commands/list-commands.ts';
import { readCommand } from './commands/read-command.ts';
import { remoteStart } from './commands/remote-start.ts';
import { resetCharger } from './commands/reset-charger.ts';
import { sendRawCommand } from './commands/send-raw-command.ts';
import { transferData } from './commands/transfer-data.ts';
import { triggerMessage } from './commands/trigger-message.ts';
import { unlockConnector } from './commands/unlock-connector.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import { authorize } from './authorization/authorize.ts';
import { cancelBulkCommand } from './bulk-commands/cancel-bulk-command.ts';
import { createBulkCommand } from './bulk-commands/create-bulk-command.ts';
import { listBulkCommands } from './bulk-commands/list-bulk-commands.ts';
import { readBulkCommand } from './bulk-commands/read-bulk-command.ts';
import { resumeBulkCommand } from './bulk-commands/resume-bulk-command.ts';
import { deleteCertificate } from './certificates/delete-certificate.ts';
import { installCertificate } from './certificates/install-certificate.ts';
import { listCertificates } from './certificates/list-certificates.ts';
import { readCertificateAuthority } from './certificates/read-certificate-authority.ts';
import { readChargePointCertificate } from './certificates/read-charge-point-certificate.ts';
import { renewCertificate } from './certificates/renew-certificate.ts';
import { createCharger } from './chargers/create-charger.ts';
import { deleteCharger } from './chargers/delete-charger.ts';
import { listChargers } from './chargers/list-chargers.ts';
import { listMessages } from './chargers/list-messages.ts';
import { listOrphanStops } from './chargers/list-orphan-stops.ts';
import { readCharger } from './chargers/read-charger.ts';
import { updateCharger } from './chargers/update-charger.ts';
import { applyConfiguration } from './configuration/apply-configuration.ts';
import { changeConfiguration } from './configuration/change-configuration.ts';
import { changePassword } from './configuration/change-password.ts';
import { deleteLabelConfiguration } from './configuration/delete-label-configuration.ts';
import { getConfiguration } from './configuration/get-configuration.ts';
import { raiseSecurityProfile } from './configuration/raise-security-profile.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { readDesiredConfiguration } from './configuration/read-desired-configuration.ts';
import { readConfigurationDrift } from './configuration/read-drift.ts';
import { readLabelConfiguration } from './configuration/read-label-configuration.ts';
import { setDesiredConfiguration } from './configuration/set-desired-configuration.ts';
import { setLabelConfiguration } from './configuration/set-label-configuration.ts';
import { listRefusedConnections } from './connections/list-refused-connections.ts';
import { listConnectorMeterValues } from './connectors/list-connector-meter-values.ts';
import { listConnectorHistory } from './connectors/list-connector-history.ts';
import { listConnectors } from './connectors/list-connectors.ts';
import { readConnectorStatus } from './connectors/read-connector-status.ts';
import { createDataTransferHandler } from './data-transfer-handlers/create-handler.ts';
import { deleteDataTransferHandler } from './data-transfer-handlers/delete-handler.ts';
import { listDataTransferHandlers } from './data-transfer-handlers/list-handlers.ts';
import { readDataTransferHandler } from './data-transfer-handlers/read-handler.ts';
import { updateDataTransferHandler } from './data-transfer-handlers/update-handler.ts';
import { readHealth } from './health/read-health.ts';
import { createIdTag } from './id-tags/create-id-tag.ts';
import { deleteIdTag } from './id-tags/delete-id-tag.ts';
import { eraseIdTag } from './id-tags/erase-id-tag.ts';
import { importIdTags } from './id-tags/import-id-tags.ts';
import { listIdTags } from './id-tags/list-id-tags.ts';
import { listUnknownIdTags } from './id-tags/list-unknown-id-tags.ts';
import { readIdTag } from './id-tags/read-id-tag.ts';
import { updateIdTag } from './id-tags/update-id-tag.ts';
import { askLocalListVersion } from './local-list/ask-local-list-version.ts';
import { putLocalList } from './local-list/put-local-list.ts';
import { readLocalList } from './local-list/read-local-list.ts';
import { sendLocalList } from './local-list/send-local-list.ts';
import { listOldDigestKeys } from './recovery/list-old-digest-keys.ts';
import { readOwner } from './recovery/read-owner.ts';
import { rebuildDatabase } from './recovery/rebuild.ts';
import { cancelReservation } from './reservations/cancel-reservation.ts';
import { createReservation } from './reservations/create-reservation.ts';
import { listReservations } from './reservations/list-reservations.ts';
import { readReservation } from './reservations/read-reservation.ts';
import { downloadJobFile } from './jobs/download-job-file.ts';
import { getDiagnostics } from './jobs/get-diagnostics.ts';
import { getLog } from './jobs/get-log.ts';
import { listJobs } from './jobs/list-jobs.ts';
import { readJob } from './jobs/read-job.ts';
import { updateFirmware } from './jobs/update-firmware.ts';
import { updateSignedFirmware } from './jobs/update-signed-firmware.ts';
import { clearChargingProfiles } from './smart-charging/clear-charging-profiles.ts';
import { clearChargerLimit, clearConnectorLimit } from './smart-charging/clear-limit.ts';
import { getCompositeSchedule } from './smart-charging/get-composite-schedule.ts';
import { listChargingProfiles } from './smart-charging/list-charging-profiles.ts';
import { readChargerLimit, readConnectorLimit } from './smart-charging/read-limit.ts';
import { setChargingProfile } from './smart-charging/set-charging-profile.ts';
import { setChargerLimit, setConnectorLimit } from './smart-charging/set-limit.ts';
import { listSecurityEvents } from './security-events/list-security-events.ts';
import { closeTransaction } from './transactions/close-transaction.ts';
import { listTransactions } from './transactions/list-transactions.ts';
import { readMeterValues } from './transactions/read-meter-values.ts';
import { readTransaction } from './transactions/read-transaction.ts';
import { startTransaction } from './transactions/start-transaction.ts';
import { stopTransaction } from './transactions/stop-transaction.ts';

/** Every route under the base path, in the order of the reference. */
export const ROUTES = [
  createCharger,
  listChargers,
  readCharger,
  updateCharger,
  deleteCharger,
  listMessages,
  listRefusedConnections,
  listConnectors,
  readConnectorStatus,
  listConnectorHistory,
  listConnectorMeterValues,
  remoteStart,
  resetCharger,
  unlockConnector,
  changeAvailability,
  clearCache,
  triggerMessage,
  transferData,
  getConfiguration,
  changeConfiguration,
  changePassword,
  raiseSecurityProfile,
  installCertificate,
  listCertificates,
  deleteCertificate,
  renewCertificate,
  readChargePointCertificate,
  listSecurityEvents,
  sendRawCommand,
  updateFirmware,
  updateSignedFirmware,
  getDiagnostics,
  getLog,
  listJobs,
  readJob,
  downloadJobFile,
  listCommands,
  readCommand,
  createBulkCommand,
  listBulkCommands,
  readBulkCommand,
  cancelBulkCommand,
  resumeBulkCommand,
  readConfiguration,
  readDesiredConfiguration,
  setDesiredConfiguration,
  readConfigurationDrift,
  applyConfiguration,
  readLabelConfiguration,
  setLabelConfiguration,
  deleteLabelConfiguration,
  listChargingProfiles,
  setChargingProfile,
  clearChargingProfiles,
  getCompositeSchedule,
  readChargerLimit,
  setChargerLimit,
  clearChargerLimit,
  readConnectorLimit,
  setConnectorLimit,
  clearConnectorLimit,
  readLocalList,
  putLocalList,
  sendLocalList,
  askLocalListVersion,
  createReservation,
  listReservations,
  readReservation,
  cancelReservation,
  createDataTransferHandler,
  listDataTransferHandlers,
  readDataTransferHandler,
  updateDataTransferHandler,
  deleteDataTransferHandler,
  startTransaction,
  listTransactions,
  stopTransaction,
  closeTransaction,
  readTransaction,
  readMeterValues,
  listOrphanStops,
  authorize,
  createIdTag,
  importIdTags,
  listIdTags,
  listUnknownIdTags,
  readIdTag,
  updateIdTag,
  deleteIdTag,
  eraseIdTag,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  readAccount,
  updateAccount,
  readCertificateAuthority,
  createAccount,
  rebuildDatabase,
  readOwner,
  listOldDigestKeys,
  readHealth,
] as const;

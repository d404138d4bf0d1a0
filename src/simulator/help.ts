/** What `npm run simulate -- --help` prints: the documentation of the simulator. */
export const HELP = `A simulated charger: OCPP 1.6J, any number of connectors, driven by keys, by a script or by the server.

Usage: npm run simulate -- [options]

Connection
  --url URL                 server's endpoint without the charger's id   [ws://127.0.0.1:8787/ocpp]
  --id ID                   chargeBoxId; with --count the start of it    [CP-OFFICE-01]
  --count N                 N chargers in this process: ID-1 … ID-N      [1]
  --stagger MS              milliseconds between their first dials       [50]
  --password TEXT           password of Basic authentication, sent as it is
  --password-hex HEX        the same, sent as the bytes that HEX stands for
  --dial-until-registered   dial every second until the server knows the id, then connect at once;
                            otherwise failed dials wait ever longer, up to a minute

Charger
  --connectors N            number of connectors                         [1]
  --power KW                what a connector gives, kW over all phases   [7.4]
  --phases 1|3              phases of a connector                        [1]
  --voltage V               volts between phase and neutral              [230]
  --meter-start WH          meter of each connector at the start, Wh     [10000]
  --sample-interval S       seconds between MeterValues, 0 for none      [60]
  --fixed-cable             cable fixed to the charger: nothing to unlock
  --vendor, --model, --firmware, --serial TEXT   what BootNotification says
  --config KEY=VALUE        a configuration key's first value; may be repeated,
                            e.g. --config AuthorizeRemoteTxRequests=true.
                            TransactionMessageAttempts=0, the default, never gives a message up

Vehicle and driver
  --battery KWH             capacity in kWh; 0 is a vehicle that never gets full [60]
  --soc PERCENT             state of charge when it is plugged in, percent [20]
                            Power is constant up to 80 %, then tapers; full is SuspendedEV
  --id-tag TAG              the card that the key t holds to the reader  [CARD-001]
  --plug-in-after S         plug in at connector 1, S seconds after the charger is ready

Time
  --speed FACTOR            the charger's clock runs FACTOR times as fast [1]
                            e.g. 900 makes 75 minutes pass in 5 seconds. Meters, samples, heartbeats
                            and retries go by it; dials and the wait for answers do not
  --clock ISO               when the charger's clock starts, e.g. 2025-01-15T10:35:00Z [now]

Driving it
  --script FILE             run the steps in FILE (.json, or .js whose default export is the list), see below
  --quiet                   print problems only
  --json                    print each event as one line of JSON
  --help                    this text

Keys, on a terminal or as single characters on standard input; they act on every charger:
  p plug in   u unplug   t tap card   s stop at the charger   f fault, and clear it   o offline, and online
  r reboot    1-9 the connector that the next keys mean       h help                 q quit

Steps of a script, a list of objects. connectorId is 1 unless given, durations are in seconds.
  {"step":"connect"}                       dial, boot, and tell all statuses
  {"step":"boot"}                          wait until the server has accepted the charger
  {"step":"plugIn","connectorId":1,"soc":20,"battery":60}
  {"step":"unplug"}  {"step":"tap","idTag":"CARD-001"}  {"step":"stop","reason":"Local"}
  {"step":"fault","errorCode":"GroundFailure"}  {"step":"recover"}      connectorId 0 is the charger itself
  {"step":"goOffline"}  {"step":"goOnline"}  {"step":"dropSocket"}
  {"step":"reboot","reason":"PowerLoss"}   also HardReset, SoftReset, Reboot
  {"step":"setMeter","wh":28730}
  {"step":"wait","seconds":60}             in the charger's time
  {"step":"call","action":"DataTransfer","request":{"vendorId":"x"}}    a CALL of your own
  {"step":"expectStatus","status":"Charging","withinSeconds":10}        in the machine's time
  {"step":"expect","event":"transactionStarted","withinSeconds":10}     an event since the last expect
  {"step":"idle"}                          wait until the server has answered everything
  {"step":"exit","code":0}                 the end of the list exits too, with 0; a step that fails, with 1
`;

/** The one line that stands at the start. */
export const KEYS_LINE =
  'Keys: p plug in, u unplug, t tap card, s stop, f fault, o offline, r reboot, 1-9 connector, h help, q quit';

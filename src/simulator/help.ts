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
                            TransactionMessageAttempts=0, the default, never gives a message up.
                            Read-only keys too, to see a command fail: LocalAuthListMaxLength=2,
                            ReserveConnectorZeroSupported=false, MaxChargingProfilesInstalled=1,
                            ChargingScheduleAllowedChargingRateUnit=Current, or SupportedFeatureProfiles=Core,
                            which makes it refuse the commands of all other profiles as NotSupported
  --upload put|post         how logs are handed in: PUT of the file into the folder that the server
                            names (or, where it refuses that, to the very URL), or POST of a form with it [put]
  --install-time S          how long an installation of firmware takes, in the charger's time [10]
  --fail-install            the next installation of firmware goes wrong
  --hash-algorithm NAME     SHA256, SHA384 or SHA512: the digest by which it names certificates [SHA256]

  Firmware and logs travel by HTTP and HTTPS, to no host but the one that the server's command names. The
  version of new firmware is what a line such as "version: 2.4.1" in the file says, else what its name says.
  SecurityProfile says whether the charger logs in with its password (1 and 2) or not (3), and it is shown;
  whether the connection is TLS is for --url to say (ws:// or wss://): a client certificate is asked for,
  checked and kept, but no TLS connection is made with it.

Vehicle and driver
  --battery KWH             capacity in kWh; 0 is a vehicle that never gets full [60]
  --soc PERCENT             state of charge when it is plugged in, percent [20]
                            Power is constant up to 80 %, then tapers; full is SuspendedEV
  --id-tag TAG              the card that the key t holds to the reader  [CARD-001]
  --other-id-tag TAG        the card that the key y holds there          [CARD-002]
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

What the server commands
  It obeys every command of OCPP 1.6J and of the security white paper; GetConfiguration lists what decides how.
  Local list and cache decide offline, and without asking where LocalPreAuthorize is true. A reserved connector
  refuses other cards (key y), and takes its own and those of its group. Charging profiles limit the power from
  the moment they are in force: MeterValues and the key l show it, a limit of 0 is SuspendedEVSE. A DataTransfer
  to its own vendor (--vendor) with messageId Echo gives the data back. List, reservations, profiles and
  Unavailable outlive its reboots, but not this process.

Keys, on a terminal or as single characters on standard input; they act on every charger:
  p plug in   u unplug   t tap card   s stop at the charger   f fault, and clear it   o offline, and online
  i next installation fails, or not   c ask for a new certificate   x somebody tampers with it
  y tap the other card   l list what it holds: power and limit, local list, reservations, charging profiles
  r reboot    1-9 the connector that the next keys mean       h help                 q quit

Steps of a script, a list of objects. connectorId is 1 unless given, durations are in seconds.
  {"step":"connect"}                       dial, boot, and tell all statuses
  {"step":"boot"}                          wait until the server has accepted the charger
  {"step":"plugIn","connectorId":1,"soc":20,"battery":60}
  {"step":"unplug"}  {"step":"tap","idTag":"CARD-001"}  {"step":"stop","reason":"Local"}
  {"step":"fault","errorCode":"GroundFailure"}  {"step":"recover"}      connectorId 0 is the charger itself
  {"step":"goOffline"}  {"step":"goOnline"}  {"step":"dropSocket"}
  {"step":"reboot","reason":"PowerLoss"}   also HardReset, SoftReset, Reboot
  {"step":"failInstall"}                   the next installation of firmware goes wrong
  {"step":"renewCertificate"}              make a key pair and ask the server to certify it
  {"step":"securityEvent","type":"TamperDetectionActivated","techInfo":"lid open"}
  {"step":"setMeter","wh":28730}
  {"step":"wait","seconds":60}             in the charger's time
  {"step":"call","action":"DataTransfer","request":{"vendorId":"x"}}    a CALL of your own
  {"step":"expectStatus","status":"Charging","withinSeconds":10}        in the machine's time
  {"step":"expectPower","watts":3680,"withinSeconds":10}                what flows, to a watt, as limits come
  {"step":"expect","event":"transactionStarted","withinSeconds":10}     an event since the last expect
  {"step":"idle"}                          wait until the server has answered everything
  {"step":"exit","code":0}                 the end of the list exits too, with 0; a step that fails, with 1
`;

/** The one line that stands at the start. */
export const KEYS_LINE =
  'Keys: p plug in, u unplug, t tap card, s stop, f fault, o offline, r reboot, l list, 1-9 connector, h help, q quit';

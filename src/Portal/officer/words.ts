/** Dutch words for the codes that officers see. Officers of the Flemish authorities work in Dutch; a code that is new is shown as it is. */
const words: Record<string, string> = {
  none: "geen verplichting", letterPending: "brief onderweg", running: "termijn loopt", suspended: "opgeschort", exempted: "vrijgesteld",
  fulfilled: "voldaan", fulfilledLate: "te laat voldaan", breached: "termijn voorbij", ended: "beëindigd",
  agii: "AgII", atlas: "Atlas", amal: "Amal", flanders: "Vlaanderen", brussels: "Brussel", wallonia: "Wallonië", abroad: "buitenland",
  returnedLetter: "brief kwam terug", breachToConfirm: "inbreuk te bevestigen", rectificationRequest: "vraagt verbetering", adulthoodReview: "werd 18: na te kijken",
  recruitment: "wervingsbrief", confirmation: "bevestigingsbrief", encouragement: "uitnodigingsbrief", withdrawal: "intrekkingsbrief",
  postponement: "brief over uitstel", exemption: "brief over vrijstelling", exemptionWithdrawal: "brief over ingetrokken vrijstelling", receiptProof: "brief over nieuwe einddatum", rectificationAnswer: "antwoord op vraag om verbetering",
  corrected: "verbeterd", referredToSource: "verwezen naar de bron", refused: "niet verbeterd",
  ordinary: "gewone zending", registered: "aangetekend", registeredWithReceipt: "aangetekend met ontvangstbewijs", eBox: "eBox", registeredEBox: "aangetekende eBox",
  movedToBrussels: "verhuisd naar Brussel", movedToWallonia: "verhuisd naar Wallonië", movedAbroad: "vertrokken naar het buitenland", departed: "vertrokken naar het buitenland", deceased: "overleden", naturalised: "EU-nationaliteit", statusChanged: "statuut gewijzigd",
  opened: "geopend", heard: "gehoord", sanctioned: "bestraft", dismissed: "geseponeerd", appealed: "in beroep", paid: "betaald", closed: "afgesloten",
  notStarted: "niet begonnen", inProgress: "bezig", readyForTest: "klaar voor de test", passed: "geslaagd",
  postponed: "uitstel", proven: "bewijs van ontvangst",
  equalBirthDateAndNationality: "Iemand die ingeschreven werd, heeft dezelfde geboortedatum en nationaliteit als iemand die nog niet ingeschreven is",
  sharedIdentifier: "Een bericht noemde een nummer van iemand over wie het verder niet kon gaan",
  UP: "in orde", DEGRADED: "traag", DOWN: "antwoordt niet", tables: "Tabellen", blobs: "Bestanden", bus: "Berichten",
  relistCases: "Dossierlijsten opnieuw opbouwen", replayEvents: "Gebeurtenissen opnieuw sturen", wakeEverybody: "Alle zaken opnieuw laten plannen",
  deadLettersResubmitted: "geweigerde berichten opnieuw aangeboden", resubmissionTried: "opnieuw aanbieden geprobeerd", runStarted: "begonnen voor iedereen", runTried: "geteld voor iedereen", Completed: "klaar", Running: "bezig", Pending: "wacht", Failed: "mislukt", Terminated: "gestopt", Suspended: "onderbroken",
  decision: "beslist", sent: "verstuurd", waiting: "wacht", outbox: "berichten te versturen", plan: "te plannen", attempt: "een test die afloopt",
  highlySkilled: "hooggekwalificeerd", shortageOccupation: "knelpuntberoep", otherWorker: "andere werknemer", selfEmployed: "zelfstandige", seasonal: "seizoenarbeid", workingHoliday: "werkvakantie", exchangePupil: "uitwisselingsleerling",
  studentTrainee: "student-stagiair", intraCorporateTrainee: "stagiair binnen een onderneming", intraCorporateTransfer: "overplaatsing binnen een onderneming", researcher: "onderzoeker", blueCard: "Europese blauwe kaart",
  equal: "gelijk", different: "verschillend", unknown: "niet te vergelijken",
  learner: "de persoon zelf", "case-officer": "dossierbehandelaar", "enforcement-officer": "handhaver", dwewis: "DWEWIS", operator: "beheerder", sender: "authentieke bron", system: "systeem",
};

/** What happened, as the timeline names it. */
const actions: Record<string, string> = {
  attemptLost: "test verloren gegaan", foundDifferentPerson: "niet dezelfde persoon", foundSamePerson: "dezelfde persoon", joinedInto: "opgegaan in een ander dossier", personErased: "gegevens gewist", policyReplaced: "ander beleid van toepassing",
  proofErased: "bewijs gewist", resumed: "termijn loopt verder", testFailed: "niet geslaagd voor een test", testPassed: "geslaagd voor een test", wokenByOperator: "opnieuw laten plannen door het beheer",
  accommodationGranted: "extra tijd toegekend", accountBound: "account geactiveerd", activationCodeReissued: "nieuwe activeringscode", activationFailed: "activering mislukt", adulthoodReviewed: "meerderjarigheid nagekeken",
  agencyAssigned: "agentschap toegewezen", attemptDetailErased: "details van tests gewist", attemptStarted: "test begonnen", attemptClosed: "test afgesloten", attemptViewed: "test bekeken", breachConfirmed: "inbreuk bevestigd",
  caseViewed: "dossier bekeken", caseFound: "gevonden bij een zoekopdracht", certificateIssued: "attest uitgereikt", certificateRevoked: "attest ingetrokken", complianceQueried: "DWEWIS vroeg de stand op", deadlinePassed: "termijn voorbij",
  declaredAsPartner: "als partner opgegeven", dossierBuilt: "dossier opgemaakt", dossierPreviewed: "dossier vooraf bekeken", dossierViewed: "overgedragen dossier bekeken", enforcementCaseViewed: "dossier bekeken door de handhaving", timelineViewed: "verloop bekeken door het beheer", auditExported: "eigen gegevens opgevraagd", dwewisTold: "aan DWEWIS gemeld", eligibilityDecided: "verplichting beoordeeld", endedFor: "verplichting beëindigd", enforcementOutcome: "uitkomst van de handhaving",
  exemptionGranted: "vrijgesteld", exemptionWithdrawn: "vrijstelling ingetrokken", filesJoined: "dossiers samengevoegd", fulfilledAfterDeadline: "te laat voldaan", fulfilledBeforeArrival: "voldaan voor aankomst", fulfilledInTime: "op tijd voldaan",
  householdReevaluated: "gezin opnieuw beoordeeld", invited: "uitgenodigd", languageChosen: "taal gekozen", letterDelivered: "brief afgeleverd", letterPosted: "brief verzonden", letterRendered: "brief opgemaakt", letterReturned: "brief kwam terug",
  letterSentAgain: "brief opnieuw verstuurd", letterViewed: "brief bekeken", letterWritten: "brief geschreven", partnerDeclared: "partner opgegeven", permitTaken: "vergunning ontvangen", permitTakenAsPartner: "vergunning ontvangen, als partner",
  postponementGranted: "uitstel gegeven", rectificationAnswered: "vraag om verbetering beantwoord", rectificationRequested: "verbetering gevraagd", referredToEnforcement: "overgedragen aan de handhaving", registrationTaken: "inschrijving ontvangen", reminderFellDue: "herinnering", residenceChangeTaken: "wijziging van verblijf ontvangen",
  sectionCompleted: "deel gelezen", started: "verplichting begonnen", suspensionBegan: "termijn staat stil", suspensionOver: "termijn loopt weer", termSet: "termijn vastgesteld", termWithdrawn: "termijn vervallen", voluntaryTrajectoryAsked: "interesse in het volledige traject",
};

export const action = (code: string): string => actions[code] ?? code;

export const word = (code: string | undefined): string => (code === undefined ? "" : words[code] ?? code);

const languages = new Intl.DisplayNames(["nl"], { type: "language" });

export const languageNl = (code: string): string => languages.of(code) ?? code;

const month = new Intl.DateTimeFormat("nl-BE", { month: "long", year: "numeric", timeZone: "UTC" });

/** A month like 2026-05. */
export const monthNl = (code: string): string => month.format(new Date(`${code}-01T00:00:00Z`));

const countries = new Intl.DisplayNames(["nl"], { type: "region" });

export const countryNl = (code: string): string => countries.of(code) ?? code;

const long = new Intl.DateTimeFormat("nl-BE", { dateStyle: "long", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("nl-BE", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Brussels" });

export const dayNl = (date: string | undefined): string => (date ? long.format(new Date(`${date}T00:00:00Z`)) : "");

export const instantNl = (at: string | undefined): string => (at ? moment.format(new Date(at)) : "");

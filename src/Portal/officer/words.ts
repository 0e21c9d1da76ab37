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
  learner: "de persoon zelf", "case-officer": "dossierbehandelaar", "enforcement-officer": "handhaver", dwewis: "DWEWIS", operator: "beheerder", sender: "authentieke bron", system: "systeem",
};

/** What happened, as the timeline names it. */
const actions: Record<string, string> = {
  accommodationGranted: "extra tijd toegekend", accountBound: "account geactiveerd", activationCodeReissued: "nieuwe activeringscode", activationFailed: "activering mislukt", adulthoodReviewed: "meerderjarigheid nagekeken",
  agencyAssigned: "agentschap toegewezen", attemptDetailErased: "details van tests gewist", attemptStarted: "test begonnen", attemptClosed: "test afgesloten", attemptViewed: "test bekeken", breachConfirmed: "inbreuk bevestigd",
  caseViewed: "dossier bekeken", caseFound: "gevonden bij een zoekopdracht", certificateIssued: "attest uitgereikt", certificateRevoked: "attest ingetrokken", complianceQueried: "DWEWIS vroeg de stand op", deadlinePassed: "termijn voorbij",
  declaredAsPartner: "als partner opgegeven", dossierBuilt: "dossier opgemaakt", dwewisTold: "aan DWEWIS gemeld", eligibilityDecided: "verplichting beoordeeld", endedFor: "verplichting beëindigd", enforcementOutcome: "uitkomst van de handhaving",
  exemptionGranted: "vrijgesteld", exemptionWithdrawn: "vrijstelling ingetrokken", filesJoined: "dossiers samengevoegd", fulfilledAfterDeadline: "te laat voldaan", fulfilledBeforeArrival: "voldaan voor aankomst", fulfilledInTime: "op tijd voldaan",
  householdReevaluated: "gezin opnieuw beoordeeld", invited: "uitgenodigd", languageChosen: "taal gekozen", letterDelivered: "brief afgeleverd", letterPosted: "brief verzonden", letterRendered: "brief opgemaakt", letterReturned: "brief kwam terug",
  letterSentAgain: "brief opnieuw verstuurd", letterViewed: "brief bekeken", letterWritten: "brief geschreven", partnerDeclared: "partner opgegeven", permitTaken: "vergunning ontvangen", permitTakenAsPartner: "vergunning ontvangen, als partner",
  postponementGranted: "uitstel gegeven", rectificationAnswered: "vraag om verbetering beantwoord", rectificationRequested: "verbetering gevraagd", referredToEnforcement: "overgedragen aan de handhaving", registrationTaken: "inschrijving ontvangen", reminderFellDue: "herinnering", residenceChangeTaken: "wijziging van verblijf ontvangen",
  sectionCompleted: "deel gelezen", started: "verplichting begonnen", suspensionBegan: "termijn staat stil", suspensionOver: "termijn loopt weer", termSet: "termijn vastgesteld", termWithdrawn: "termijn vervallen", voluntaryTrajectoryAsked: "interesse in het volledige traject",
};

export const action = (code: string): string => actions[code] ?? code;

export const word = (code: string | undefined): string => (code === undefined ? "" : words[code] ?? code);

const long = new Intl.DateTimeFormat("nl-BE", { dateStyle: "long", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("nl-BE", { dateStyle: "short", timeStyle: "short", timeZone: "Europe/Brussels" });

export const dayNl = (date: string | undefined): string => (date ? long.format(new Date(`${date}T00:00:00Z`)) : "");

export const instantNl = (at: string | undefined): string => (at ? moment.format(new Date(at)) : "");

import { Page } from "../app/parts";

/** Officers work in Dutch. */
export default function StaffHome() {
  return <Page title="Welkom"><p>De pagina's voor dossierbehandelaars volgen.</p></Page>;
}

// <ms-film-form>: shows which films were chosen or dropped, sends them with the answers, and says how
// far it is. What was wrong is shown in place, so that the chosen films stay.
import { fill } from "../../components/player/show";

const HUNDRED = 100;
const MEGABYTE = 1e6;
const PARTS = ["film-problem", "film-fields"];

class FilmForm extends HTMLElement {
  #sending = false;

  connectedCallback(): void {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#input.addEventListener("change", () => this.#name());
    document.addEventListener("dragover", this.#over);
    document.addEventListener("dragleave", this.#away);
    document.addEventListener("drop", this.#dropped);
    window.addEventListener("beforeunload", this.#leaving);
    this.#name();
  }

  disconnectedCallback(): void {
    document.removeEventListener("dragover", this.#over);
    document.removeEventListener("dragleave", this.#away);
    document.removeEventListener("drop", this.#dropped);
    window.removeEventListener("beforeunload", this.#leaving);
  }

  get #form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  get #input(): HTMLInputElement {
    return this.querySelector('input[type="file"]') as HTMLInputElement;
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(name) as HTMLElement;
  }

  #over = (event: DragEvent): void => {
    event.preventDefault();
    this.#part(".drop-zone").classList.add("drop-zone-over");
  };

  #away = (event: DragEvent): void => {
    if (!event.relatedTarget) this.#part(".drop-zone").classList.remove("drop-zone-over");
  };

  #dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.#part(".drop-zone").classList.remove("drop-zone-over");
    if (!event.dataTransfer?.files.length || this.#sending) return;
    this.#input.files = event.dataTransfer.files;
    this.#input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  #leaving = (event: BeforeUnloadEvent): void => {
    if (this.#sending) event.preventDefault();
  };

  #name(): void {
    const lines = [...(this.#input.files ?? [])].map((file) => {
      const line = document.createElement("li");
      const [name, size] = [document.createElement("bdi"), document.createElement("span")];
      name.className = "file-name";
      name.textContent = file.name;
      size.className = "muted";
      size.textContent = `${Math.max(1, Math.round(file.size / MEGABYTE))} MB`;
      line.append(name, size);
      return line;
    });
    this.#part(".film-chosen").replaceChildren(...lines);
    this.#complain("");
  }

  #send(): void {
    if (this.#sending) return;
    if (!this.#input.files?.length) {
      this.#complain(this.dataset.none ?? "");
      this.#input.focus();
      return;
    }
    this.#show(true);
    const request = new XMLHttpRequest();
    request.open("POST", this.#form.action || location.href);
    request.responseType = "document";
    request.upload.onprogress = (event) => this.#tell(event.loaded / (event.total || 1));
    request.onerror = () => this.#refuse(this.dataset.lost ?? "");
    request.onload = () => this.#answer(request);
    request.send(new FormData(this.#form));
  }

  #answer(request: XMLHttpRequest): void {
    if (request.status < 400) {
      this.#sending = false;
      location.assign(request.responseURL);
      return;
    }
    const page = request.responseXML;
    if (!page?.getElementById(PARTS[0] ?? "")) {
      this.#refuse(this.dataset.lost ?? "");
      return;
    }
    this.#refuse("");
    for (const name of PARTS) {
      const part = page.getElementById(name);
      if (part) document.getElementById(name)?.replaceWith(document.adoptNode(part));
    }
    this.querySelector<HTMLElement>("[data-take-focus]")?.focus();
  }

  #show(isSending: boolean): void {
    this.#sending = isSending;
    this.#form.toggleAttribute("aria-busy", isSending);
    this.#part('button[type="submit"]').toggleAttribute("disabled", isSending);
    this.#part(".film-sending").hidden = !isSending;
    if (isSending) {
      this.#complain("");
      this.#tell(0);
    }
  }

  #tell(share: number): void {
    const percent = Math.min(HUNDRED, Math.round(share * HUNDRED));
    const words = percent < HUNDRED ? fill(this.dataset.sending, { percent }) : (this.dataset.taken ?? "");
    const line = this.#part(".film-sending-words");
    if (line.textContent !== words) line.textContent = words;
    const bar = this.querySelector("progress");
    if (bar) bar.value = share;
  }

  #refuse(words: string): void {
    this.#show(false);
    this.#complain(words);
  }

  #complain(words: string): void {
    const line = this.#part(".film-lost");
    line.textContent = words;
    line.hidden = !words;
  }
}

customElements.define("ms-film-form", FilmForm);

/** A client of a stand-in SDK that uses all features of classes: private fields, getters, symbols, inheritance. */
export const mark = Symbol('mark');

export class RealCards {
  readonly calls: string[] = [];
  #owner: RealZentra;

  constructor(owner: RealZentra) {
    this.#owner = owner;
  }

  freeze() {
    this.calls.push('freeze');
    return 'the old freeze';
  }

  /** A method that zentra-compat does not know. */
  details(card: string) {
    return `${this.#owner.masked} ${card}`;
  }
}

class Transfers {
  create(params: { reference: string }) {
    return { self: this, params };
  }
}

export class RealZentra {
  static built: object[] = [];
  readonly cards: RealCards;
  readonly transfers = new Transfers();
  readonly ping = () => 'pong';
  [mark] = 'marked';
  #key: string;

  constructor(options: { secretKey?: string; apiKey?: string; [option: string]: unknown }) {
    RealZentra.built.push(options);
    this.#key = options.secretKey ?? options.apiKey ?? '';
    this.cards = new RealCards(this);
    Object.defineProperty(this, 'hidden', { value: 'hidden', enumerable: false });
  }

  get masked() {
    return this.#key.slice(0, 11);
  }

  describe() {
    return `client of ${this.#key.slice(0, 11)}`;
  }

  configured() {
    return this;
  }
}

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.smartcardio.*;

/** Reads every card that comes into the first reader, as many Java programs do, and prints one line of JSON a card. */
public class ReadCards {
  static final Charset THAI = Charset.forName("TIS-620");

  public static void main(String[] args) throws Exception {
    CardTerminal terminal = terminal(args[0]);
    while (true) {
      System.out.println("{\"waiting\":true}");
      System.out.flush();
      while (!terminal.isCardPresent()) Thread.sleep(20);
      System.out.println(read(terminal));
      System.out.flush();
      while (terminal.isCardPresent()) Thread.sleep(20);
    }
  }

  static CardTerminal terminal(String name) throws Exception {
    for (CardTerminal terminal : TerminalFactory.getDefault().terminals().list()) if (terminal.getName().equals(name)) return terminal;
    throw new IllegalStateException("no reader " + name);
  }

  static String read(CardTerminal terminal) {
    try {
      Card card = terminal.connect("*");
      try {
        return person(card.getBasicChannel());
      } finally {
        card.disconnect(false);
      }
    } catch (Exception e) {
      return "{" + field("problem", e.getMessage()) + "}";
    }
  }

  /** GET RESPONSE is sent by javax.smartcardio itself, with the class byte of the command before it. */
  static byte[] send(CardChannel channel, int... command) throws Exception {
    byte[] bytes = new byte[command.length];
    for (int i = 0; i < command.length; i++) bytes[i] = (byte) command[i];
    ResponseAPDU answer = channel.transmit(new CommandAPDU(bytes));
    if (answer.getSW() != 0x9000) throw new IllegalStateException(String.format("%04X", answer.getSW()));
    return answer.getData();
  }

  static byte[] bytes(CardChannel channel, int offset, int length) throws Exception {
    return send(channel, 0x80, 0xb0, offset >> 8, offset & 0xff, 2, 0, length);
  }

  static String text(CardChannel channel, int offset, int length) throws Exception {
    return new String(bytes(channel, offset, length), THAI).trim();
  }

  static String person(CardChannel channel) throws Exception {
    send(channel, 0x00, 0xa4, 4, 0, 8, 0xa0, 0, 0, 0, 0x54, 0x48, 0, 1);
    List<String> fields = new ArrayList<>();
    fields.add(field("pid", text(channel, 0x04, 13)));
    fields.add(field("thaiName", text(channel, 0x11, 100).replace("#", " ")));
    fields.add(field("englishName", text(channel, 0x75, 100).replace("#", " ")));
    fields.add(field("birthDate", text(channel, 0xd9, 8)));
    fields.add(field("sex", text(channel, 0xe1, 1)));
    fields.add(field("issuer", text(channel, 0xf6, 100)));
    fields.add(field("issueDate", text(channel, 0x167, 8)));
    fields.add(field("expiryDate", text(channel, 0x16f, 8)));
    fields.add(field("address", text(channel, 0x1579, 100).replaceAll("#+", " ")));
    fields.add(field("photo", Base64.getEncoder().encodeToString(photo(channel))));
    return "{" + String.join(",", fields) + "}";
  }

  /** Twenty parts of 255 bytes: what follows the image comes along. */
  static byte[] photo(CardChannel channel) throws Exception {
    byte[] photo = new byte[20 * 255];
    for (int part = 0; part < 20; part++) System.arraycopy(bytes(channel, 0x17b + part * 255, 255), 0, photo, part * 255, 255);
    return photo;
  }

  static String field(String name, String value) {
    StringBuilder quoted = new StringBuilder("\"" + name + "\":\"");
    for (char c : String.valueOf(value).toCharArray()) {
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') quoted.append(String.format("\\u%04x", (int) c));
      else quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}

import "htmx.org";
import * as desk from "./desk";
import * as drafts from "./drafts";
import * as keys from "./keys";
import * as live from "./live";
import * as news from "./news";
import * as session from "./session";

session.begin();
drafts.begin();
keys.begin();
news.begin();
desk.begin();
live.begin();

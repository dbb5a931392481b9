import { foodWords } from '../ingredients/food-words.js';
import { isModifier } from '../ingredients/modifiers.js';

/**
 * Words that speak of cooking and eating and of no food: whoever is allergic may read each of them. Words that hint at a food ("creamy",
 * "nutty", "dressing", "pastry") are none of them.
 */
const PLAIN = new Set(
  foodWords(`
  able about above absence absolute absorb abundant accept accompany accomplish according achieve across act action active activity actual adapt
  add addition additional address adds adequate adjust adore adult advance advantage adventure advice advise affect afford african after afternoon
  afterwards again against age ago agree ahead aid aim alert alike all allergen allergy allow almost alone along already also alternative although
  altogether always am amazing american amid among amount ample an analysis anniversary another answer anymore anyone anything anyway apart
  apparent appeal appear appetite apply appreciate approach appropriate apron are area arent aroma aromatic around arrange arrive art as asian
  aside ask asks aspect assemble assume assure attempt attention attract attractive author automatic autumn avail available average avoid await
  aware away awesome awful baby back background backup bad bake balance barbecue barely bargain base basic basket batch be bear beat beautiful
  beauty because become been before beforehand begin beginner behave behind being believe belong below beneath benefit beside best bet bets better
  between beyond big bigger bin bind birthday bit bite bitter blanket blend bless block bloom board boast body boil bold bonus bore borrow both
  bother bottom bought bounce bound bowl brain brave brazilian breakfast breathe breeze breezy bridge brief bright brighten brilliant bring brisk
  british broad brown brunch bubble bubbly budget build builder bunch burn burst busy but button buy buys by call calm calorie calories camp can
  candidate cannot cant capture carb care career careful caribbean carry case casserole casual cater cause caution celebrate celebration central
  centre certain challenge champion chance change chapter character charge charm chat cheap cheaper check cheer child children chill chilli
  chinese choice choose chop chosen circle city claim class clean clear clever climb clock close closer cloud club cluster coast code coin collect
  color colorful colour colourful combination combine come comeback comfort comfortable comfortably command comment commit common communal
  community compact companion company compare compete complete compliment compromise concern conclude condition confident confirm connect
  conscious consider consist constant consume contact contain container content continue contrast contribute control convenience convenient
  converted cook cooker cool cooler cooperate coordinate cope copy core corner cornerstone correct cost cosy could couldnt count countless country
  couple courage course cover cozy craft craving creation creative creativity credit crisis criteria critical crowd crush cube cuisine culinary
  culture cup cupboard cure curious current curry custom cut cuts dad dairy_free damage dare dark date day days dazzle dead deadline deal dear
  decade decent decide decision deep deepen default definite degree delay delicate delicious delight delightful deliver demand depend depth
  describe deserve design desire despite detail determine develop device devoted dicing did didnt diet dietary difference different dig dim
  diminish dine diner dinner dinnertime direct disappear disappoint discover discuss dish dislike display distinct dive diverse divide do does
  doesnt doing dollop done dont dose double doubt down downside dozen drag drain dramatic draw dream drive driven drizzle drop due during duty
  dynamic each eager earlier early easier easiest easily east easygoing eat eaten eats economical edge edible educate effect effective efficient
  effort effortless egg_free eight eighteen eighty either elegant element elevate eleven else elsewhere embrace emerge emotion emphasis employ
  empty enable encounter encourage end endless ends enemy energy engage english enhance enjoy enormous enough ensure enter entertain enthusiasm
  entire environment equal equipment era error escape especially essence essential establish estimate ethical ethiopian european even event
  eventually ever evergreen every everybody everyday everyone everything everywhere evident evolve exact example exceed excellent except exception
  excess excite exclude exclusively excuse exercise exist exotic expand expect expense expensive experience expert expire explain explode explore
  explosion express extend extent extra extreme eye eyes fabulous face fact factor fade fail fair faith fall familiar family famous fan fancy
  fantastic fantasy far farm fashion fast faster fat fate fault favorites favourites fear feast feature feed feedback feel fellow festive few
  fewer fiber fibre fiddly field fifteen fifth fifty fight figure fill film final financial find finely finest finish fire firm first fit fits
  five fix flash flatter flavor flavorful flavour flavourful flavoursome flaw flawless flexible flip flow focus fold folk follow fond food
  foolproof foot force foremost forever forget forgive fork form former formula forth fortune forty forward foundation four fourteen fourth
  fragrance fragrant frame free freedom freeze freezer french frequent fresher freshest freshness friday fridge friend front frugal fry fuel
  fulfil full fun function fundamental funny further fuss future gain gang gap garden garnish gather general generous genius gentle gently genuine
  german get gets gift girl give glad glance glass global glorious glow gluten_free go goal goes going golden gone good gorgeous got grab grace
  gradual grand grate grateful great greek green grill grocery ground group grow guarantee guess guest guide guilt gut habit had halal half halve
  hand handful handle handy happen happier happy hard harmless harmony harvest has hasnt hassle haste hate have havent he head health healthier
  healthy heart hearth heartier hearty heat heaven heavy hectic height held help hence her here hero hes hesitate hidden hide high highlight hike
  him hint his history hit hob hold holiday home honest honour hope horizon host hostess hot hotter hour house household how however hug huge
  human hundred hungarian hunger hungry hunt hurry husband i id idea ideal identify ignore ill im image imagine immediate immune impact imply
  important impress impressive improve in inch include incredible incredibly indeed indian individual indoors indulge indulgent industry infinite
  inform ingredient initial inner innovative input inquire inside insight insist inspiration inspire install instance instantly instead
  instruction intend intense intensity interest interior introduce invest invigorate invite involve irish is island isnt issue it italian item its
  ive japanese jazz job join journey joy joyful judge juicy jump just justice kcal keen keep kept kettle key kick kickstart kid kiddo kids
  kilogram kind king kit kitchen kitchenware knife know known korean label labor labour lack ladle land language lap large last late later latter
  laugh launch lavish lay lazy lead leader lean leap learn least leave lebanese left leftover legend leisure lend length lengthy less lesser
  lesson let lets letter level liberal library lid lie life lifestyle lifetime lift light lighten lighter like likewise limit line lineup liquid
  list listen literally litre little live liven load local locate logic logical lonely long longer look loose lose lot lots love low lower luck
  lucky lunch lunchbox lunchtime lush luxurious luxury machine made magic magical main maintain major majority make male man manage manageable
  manner many margin marvel marvellous mash mass master match mate material matter maximise maximize maximum may maybe me meal mealtime mean
  meaningful meantime meanwhile measure mechanical mediterranean medium meet mellow melt memorable memory mental mention menu mere merit mess
  message method mexican microwave midday middle midnight midweek might mighty mild million min mind mindful mine minimal minimise minimize
  minimum minor mins minute mirror miss mission mistake mix mixer mixture modern modest modify moist moisture moment monday money month mood more
  moreish moreover morning moroccan most mother motion mountain mouth mouthful mouthwatering move movement much multiple multitude mum must my
  mystery name narrow national native natural nature navigate near nearby neat necessary need negative neighbour neither nerve neutral never
  nevertheless new news next nice night nine nineteen ninety no noise none nonetheless noon nor norm normal north not notable note nothing notice
  notion nourish novel now nowhere nuance nudge number nut_free nutrient nutrition nutritional nutritious o object objective obtain obvious
  occasion occasionally occur odd odds off offer offset often ok okay old omit on once one ones only onto open opinion opportunity oppose opposite
  opt optimal option optional order ordinary organise organize origin original others otherwise ought ounce our out outcome outdoor outright
  outside outstanding oven over overall overcome overdue overnight overpower own owner pace pack pain pair palate pan pantry paper paragraph
  parent park part participate particular partner party pass passion past patience patient pattern pause pay peace peak peel people per perfect
  perform performance perhaps period perk permit persian persist person personal perspective peruvian pescatarian phase phone photo phrase
  physical pick picnic piece pile pillar pinch pity place plain plan planet planner plate play player pleasant please pleasure pledge plentiful
  plenty plus pocket point polish polite pop popular portion pose position positive possess possibility possible possibly post pot potential
  potluck pound pour power powerful practical practice practise praise precious precise predict prefer preference premium prep preparation prepare
  present press pressure pretend pretty prevent previous price pride primary prime principle print prior priority privilege prize probably problem
  process produce product productive professional profile profit program progress project prominent promise promote promptly proof proper
  proportion propose protect protein proud prove provide public pull punch punchy purchase pure purpose push put puts puzzle qualify quality
  quantity quarter quest question quick quicker quiet quirky quite quote race radiant rainy raise random range rare rate rather ratio rave ray
  reach reaction read reader ready real realise reality realize reason reasonable reassure recall receive recent recipe recognize recommend
  recommendation record recover recreate reduce reflect refresh refrigerate refuse regard region register regret regular reheat reign reinvent
  relate relation relative relax release reliable relief reluctant rely remain remark remarkable remarkably remember remind remote remove repeat
  replace reply report represent reputation request require requirement rescue reserve resist resource resourceful respect respond response
  responsible rest restaurant restore restrict restriction result retain return reveal review revive reward rich ride right rinse ripe risk rival
  roast robust role romance romantic room roughly round routine row rule run runs rush russian rustic s sacrifice safe salad same sample satisfy
  saturday sauce save savory savour savoury say says scale scatter scene scent schedule science score scrape screen seal search season seasonal
  seat second secret section secure see seek seem seen select selection self sell sensation sense sensible sensitive sentence separate series
  serious serve set settle seven seventeen seventy several shade shadow shake shall shape share sharp she sheet shelf shes shift shine shiny shock
  shoot shop short shorter should shouldnt shout show showcase showstopper sick side sieve sight sign signal significant silence silky silly
  similar simmer simple simpler simplicity simply since sincere single sit six sixteen sixth sixty size sizeable sizzle skill skillet skip sleep
  sleepy slice slide slight slip slot slow small smaller smart smarter smash smell smile smoky smooth snack snap snappy snug so soak social
  society soft softened softer solid solo solution solve somebody someone something sometimes somewhat song soon sooner soothing sorry sort soul
  soulful sound soup source south spanish spare spark special specific specifically spectacular speed speedy spend spice spicy spite splash
  splendid spoil sponsor spontaneous spoon sport spot spread spring sprinkle square squeeze stable stage stand standby standout staple star start
  starter state statement station status stay steady steam stellar step stew stick still stimulate stir stock stomach stop store story stove
  straight straightaway straightforward stranger strategy strength stress stretch strict strike string strong structure struggle stuck student
  study stunning style subject substantial substitute subtle subtly succeed success successful succulent such sudden suffer sufficient suggest
  suggestion suit suitable sum summary summer sunday sunny sunshine super superb supper supply support sure surface surprise surround survive
  sustain sustainable swap sweat swedish sweet swift switch symbol sympathy system table tablespoon tackle take taken talent talk tang tangy
  target task taste tastier tasty teach team teaspoon teatime technique tell temperature temporary tempting ten tend tender tension tenth term
  terribly terrific territory test testament texture thai than thank that thatll thaw the their them theme then theory there thereby therefore
  these they theyll theyre theyve thick thicken thicker thin thing think third thirteen thirty this thorough those though thoughtful thoughts
  thousand three thrifty thrill thrive through throughout throw thursday thus tick tidy tie tied tight till time tiny tip tired title to today
  toddler together tolerate tomorrow tone tonight too tool top topic toss total touch tough tour toward tower town track trade tradition
  traditional tranquil transfer transform transition translate transport travel tray traybake treasure treat treatment trend trick tricky trigger
  trim trip trouble true trust trusty truth try tuck tuesday turkish turn tweak twelve twenty twice twist two type typical ultimate unable
  unbeatable undemanding under understand underway undoubtedly unforgettable unfortunately unique unite universal unless unlike until unused
  unusual up upcoming update uplift upon upper upside urge urgent us use used useful user uses using usual utensils utterly vacation value variety
  vary vast veg vegan vegetable vegetarian veggie versatile version very via vibrant victory vietnamese view village virtue visible vision visit
  visual vital vitamin vivid voice volume vote waistline wait wake walk wander want warm warmer warmth warn warrant was wash wasnt waste watch
  water wave way ways we weak wealth wear weather wednesday week weekday weekend weeknight weigh welcome well wellbeing were west wet weve what
  whatever when whenever where wherever whether which whichever while whisk whisper who whole wholehearted wholesome whom whose why wide wife wild
  will win wind window winner winter wise wiser wish wishlist within without witness wok woman women won wonder wonderful wont wood word work
  workday worker world worldwide worry worth worthwhile worthy would wouldnt wow wrap wrong year yes yesterday yet yield you youd youll young
  younger your youre yourself yourselves youth youve yum yummy zen zero zest zesty zing zip
`),
);

const NUMBER = /^\d+(?:%|g|kg|ml|cl|l|min|h|c|f|kcal|kj)?$/;
/** "er" is none of them: "cracker" is no form of "crack". */
const ENDINGS = ['ing', 'ed', 'est', 'ly', 'ness'];

/** True for a word that names no food and hints at none, in the form of `foodWords`. */
export function isPlain(word: string): boolean {
  return (
    isListed(word) || NUMBER.test(word) || ENDINGS.some((ending) => word.endsWith(ending) && isFormOf(word, ending))
  );
}

function isListed(word: string): boolean {
  return PLAIN.has(word) || isModifier(word);
}

/** "tasting" and "tasted" are as plain as "taste", "chopping" as "chop", "tastiest" as "tasty". */
function isFormOf(word: string, ending: string): boolean {
  const stem = word.slice(0, -ending.length);
  return [stem, `${stem}e`, stem.replace(/(.)\1$/u, '$1'), stem.replace(/i$/, 'y')].some(isListed);
}

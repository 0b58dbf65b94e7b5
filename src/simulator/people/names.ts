/** A name as its bearer writes it; `latin` is how it looks in an e-mail address. */
export interface Name {
  first: string
  last: string
  middle?: string
  latin?: string
}

/** Names as an Australian lender meets them, beyond what a plain list of English names holds. */
export const names: readonly Name[] = [
  { first: 'Mai', last: 'Nguyễn', middle: 'Thị', latin: 'mai.nguyen' },
  { first: 'Đức', last: 'Trần', latin: 'duc.tran' },
  { first: 'Aroha', last: 'Ngata', middle: 'Mere' },
  { first: 'Σωτήρης', last: 'Παπαδόπουλος', latin: 'sotiris.papadopoulos' },
  { first: 'Ελένη', last: 'Γεωργίου', latin: 'eleni.georgiou' },
  { first: 'Maeve', last: "O'Neill" },
  { first: 'Declan', last: "O'Brien", middle: 'Patrick' },
  { first: 'ليلى', last: 'حداد', latin: 'layla.haddad' },
  { first: 'Omar', last: 'الخطيب', latin: 'omar.alkhatib' },
  { first: 'Yusuf', last: 'Demir' },
  { first: 'Priya', last: 'Raghunathan' },
  { first: 'Harpreet', last: 'Singh', middle: 'Kaur' },
  { first: 'Wei', last: '陈', latin: 'wei.chen' },
  { first: '美玲', last: '林', latin: 'meiling.lin' },
  { first: 'Björn', last: 'Lindqvist', latin: 'bjorn.lindqvist' },
  { first: 'Chloé', last: 'Smith-Jones', latin: 'chloe.smithjones' },
  { first: 'José', last: 'García Márquez', latin: 'jose.garcia' },
  { first: 'Zoë', last: 'van der Berg', latin: 'zoe.vanderberg' },
  { first: 'Giuseppe', last: "D'Angelo" },
  { first: 'Oksana', last: 'Коваленко', latin: 'oksana.kovalenko' },
  { first: 'Dragan', last: 'Petrović', latin: 'dragan.petrovic' },
  { first: 'Sione', last: 'Tupou', middle: 'Falemaka' },
  { first: 'Tevita', last: 'Faleolo' },
  { first: 'Ji-woo', last: 'Kim', latin: 'jiwoo.kim' },
  { first: '유진', last: '박', latin: 'yujin.park' },
  { first: 'Hiroshi', last: '田中', latin: 'hiroshi.tanaka' },
  { first: 'Abebe', last: 'Tesfaye' },
  { first: 'Nyandeng', last: 'Deng Ajak' },
  { first: 'Jedda', last: 'Williams', middle: 'Rose' },
  { first: 'Łukasz', last: 'Wójcik', latin: 'lukasz.wojcik' },
  { first: 'Siobhán', last: 'Ní Bhriain', latin: 'siobhan.nibhriain' },
  { first: 'Kahu', last: 'Te Whare' },
  { first: 'Fatima', last: 'Al-Hassan' },
  { first: 'שרה', last: 'Levy', latin: 'sarah.levy' },
  { first: 'Müge', last: 'Yıldız', latin: 'muge.yildiz' },
  { first: 'Renée', last: 'Dubois', latin: 'renee.dubois' },
]

/** How one says thanks at home, by a first name above; it slips in now and then. */
export const thanksAtHome: Readonly<Record<string, string>> = {
  Mai: 'cảm ơn',
  Đức: 'cảm ơn bạn',
  Σωτήρης: 'ευχαριστώ',
  Ελένη: 'ευχαριστώ πολύ',
  ليلى: 'شكراً',
  Omar: 'شكراً جزيلاً',
  Aroha: 'ngā mihi',
  Kahu: 'ka pai',
  Wei: '谢谢',
  美玲: '謝謝你',
  Oksana: 'дякую',
  Dragan: 'hvala',
  유진: '감사합니다',
  Giuseppe: 'grazie mille',
  José: 'muchas gracias',
  Yusuf: 'teşekkürler',
  Sione: 'malo aupito',
  Renée: 'merci',
  שרה: 'תודה',
}
